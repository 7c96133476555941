using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// The order in which features go. Equally important ones are put into an order by the seed: where they stand in the table says nothing
/// about them.
/// </summary>
internal static class LeastImportant
{
    /// <summary>A ranking from the least important feature on. Ranks follow the order: the first feature has the last rank.</summary>
    /// <param name="ranking">The ranking.</param>
    /// <param name="positions">Where each feature stands in the table.</param>
    /// <param name="seed">The seed.</param>
    internal static IEnumerable<FeatureImportance> First(
        IReadOnlyList<FeatureImportance> ranking,
        IReadOnlyDictionary<string, int> positions,
        int seed
    ) =>
        ranking
            .OrderBy(feature => feature.Importance)
            .ThenBy(feature => Place(positions[feature.Feature], seed))
            .Select((feature, index) => feature with { Rank = ranking.Count - index });

    /// <summary>Where a feature stands among equally important ones.</summary>
    internal static ulong Place(int feature, int seed) => SplitMix.Mix((ulong)(uint)seed, (ulong)feature);
}
