using System.Globalization;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Ranks the features once, by any scorer, and lets the last go first. Cheap; does not see that two features say the same.
/// </summary>
internal sealed class FilterMethod : FeatureMethod
{
    internal override string Name => PruningMethodCatalog.FeatureImportance;

    internal override string Description => "Removes the least important input features, by permutation importance or by another scorer.";

    internal override IReadOnlyList<string> Reads { get; } = ["Scorer"];

    internal override FeatureOrder Order(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var importance = new ImportanceOptions { Method = options.Features.Scorer, Seed = options.Seed };
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(model, dataset, importance, monitor);
        Dictionary<string, int> positions = FeatureNames.Positions(model);
        return new FeatureOrder([
            .. LeastImportant
                .First(ranking, positions, options.Seed)
                .Select(feature => new FeatureStep(
                    [positions[feature.Feature]],
                    feature.Importance,
                    string.Create(CultureInfo.InvariantCulture, $"rank {feature.Rank} of {ranking.Count} by {feature.Method}")
                )),
        ]);
    }
}
