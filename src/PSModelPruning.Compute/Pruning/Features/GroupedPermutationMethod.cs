using System.Globalization;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Importance.Scorers;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Groups of correlated features go together, the group first that matters least when it is shuffled as one. See
/// <see cref="GroupedPermutationScorer"/>.
/// </summary>
internal sealed class GroupedPermutationMethod : FeatureMethod
{
    /// <summary>Features whose rank correlation is at least this on average are one group, where nothing else is given.</summary>
    private const double UsualThreshold = 0.7;

    internal override string Name => GroupedPermutationScorer.ScorerName;

    internal override string Description =>
        "Removes groups of correlated input features, by permutation importance of the group (Au et al. 2022).";

    internal override IReadOnlyList<string> Reads { get; } = ["CorrelationThreshold"];

    internal override FeatureOrder Order(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var importance = new ImportanceOptions
        {
            Method = Name,
            Seed = options.Seed,
            CorrelationThreshold = options.Features.CorrelationThreshold ?? UsualThreshold,
        };
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(model, dataset, importance, monitor);
        Dictionary<string, int> positions = FeatureNames.Positions(model);
        FeatureImportance[][] groups =
        [
            .. ranking.GroupBy(feature => feature.Group).Select(group => group.ToArray()).OrderBy(group => group[0].Importance),
        ];
        return new FeatureOrder([
            .. groups.Select(
                (group, i) =>
                    new FeatureStep(
                        [.. group.Select(feature => positions[feature.Feature]).Order()],
                        group[0].Importance,
                        string.Create(CultureInfo.InvariantCulture, $"rank {groups.Length - i} of {groups.Length} groups{Together(group)}")
                    )
            ),
        ]);
    }

    private static string Together(FeatureImportance[] group) =>
        group.Length == 1 ? ", alone in its group"
        : group.Length == 2 ? ", with another that says the same"
        : $", with {group.Length - 1} others that say the same";
}
