using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Finds all features that tell anything about the target, those too that only repeat what another says (Kursa and Rudnicki 2010, "Feature
/// selection with the Boruta package", Journal of Statistical Software 36(11)). Every feature gets a shadow, its own values shuffled; a
/// feature has a hit in a forest where it is more important than the best shadow. By chance it would have one in half of the forests at
/// most: a two-sided binomial test confirms features with more hits and rejects those with fewer. What is rejected goes.
/// </summary>
/// <remarks>
/// Differs from the package in four points: importance is the mean decrease of impurity and not the Z score of permutation importance (a
/// feature and its shadow have the same values, so what favours features of many values favours both), the correction for many tests can be
/// chosen, there are at least 20 shadows, and at most 10,000 rows are looked at. It looks at the training rows and not at the model, so it
/// serves models of every family.
/// </remarks>
internal sealed class AllRelevantMethod : FeatureMethod
{
    internal override string Name => "AllRelevant";

    internal override string Description =>
        "Removes input features that are no better than their own shuffled copies in random forests (Boruta, Kursa and Rudnicki 2010).";

    internal override IReadOnlyList<string> Reads { get; } = ["Rounds", "Significance", "Correction", "Tentative"];

    internal override FeatureOrder Order(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        RelevanceTest test = RelevanceTest.Run(dataset, options, monitor);
        string tentative = options.Features.Tentative ?? TentativeCatalog.Compare;
        bool Stays(FeatureEvidence feature) =>
            feature.Verdict == RelevanceVerdict.Confirmed
            || feature.Verdict == RelevanceVerdict.Tentative
                && (
                    tentative.Equals(TentativeCatalog.Keep, StringComparison.OrdinalIgnoreCase)
                    || tentative.Equals(TentativeCatalog.Compare, StringComparison.OrdinalIgnoreCase)
                        && feature.MedianImportance > test.MedianBestShadow
                );
        FeatureEvidence[] order =
        [
            .. test
                .Features.OrderBy(Stays)
                .ThenBy(feature => feature.Verdict)
                .ThenBy(feature => feature.Verdict == RelevanceVerdict.Rejected ? feature.Rounds : 0)
                .ThenBy(feature => feature.MedianImportance)
                .ThenBy(feature => LeastImportant.Place(feature.Feature, options.Seed)),
        ];
        monitor.Verbose(
            $"{test.Rounds} forests: confirmed {Names(RelevanceVerdict.Confirmed)}; undecided {Names(RelevanceVerdict.Tentative)}."
        );
        int going = order.Count(feature => !Stays(feature));
        if (going == order.Length && options.Target is { IsOfFeatures: false, Sparsity: null, IsBudget: false })
            throw PruningErrors.NothingRelevant(dataset, test.Rounds);
        return new FeatureOrder(
            [.. order.Select(feature => new FeatureStep([feature.Feature], feature.MedianImportance, Reason(feature, test)))],
            going
        );

        string Names(RelevanceVerdict verdict)
        {
            string[] names =
            [
                .. test
                    .Features.Where(feature => feature.Verdict == verdict)
                    .Select(feature => dataset.Preprocessing.Features[feature.Feature].Name),
            ];
            return names.Length == 0 ? "none" : string.Join(", ", names);
        }
    }

    private static string Reason(FeatureEvidence feature, RelevanceTest test)
    {
        string verdict = feature.Verdict switch
        {
            RelevanceVerdict.Rejected => "rejected",
            RelevanceVerdict.Tentative => "undecided",
            _ => "relevant, but least so of those that were left",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict}: beat the best shadow in {feature.Hits} of {feature.Rounds} forests, median importance "
                + $"{feature.MedianImportance:0.0000} (best shadow {test.MedianBestShadow:0.0000})"
        );
    }
}
