using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees.Searches;

/// <summary>Chooses how splits are searched.</summary>
internal static class SplitSearches
{
    // Keys of 8 bytes for every value; beyond, nodes are sorted one by one, which takes longer but next to no memory.
    private const long MostPresortedValues = 1L << 28;

    internal static SplitSearch<TCriterion> For<TCriterion>(
        TrainingColumns columns,
        TreeOptions options,
        bool randomThresholds,
        int featureCount,
        TCriterion criterion
    )
        where TCriterion : struct, ISplitCriterion<TCriterion>
    {
        int minLeaf = Math.Max(1, options.MinLeafSamples);
        if (randomThresholds)
            return new RandomThresholdSearch<TCriterion>(columns, minLeaf);
        bool looksAtAll = featureCount >= columns.Width;
        if (columns.Bins is not null && criterion.CellSize > 0)
            return new HistogramSearch<TCriterion>(columns, minLeaf, criterion.CellSize, looksAtAll);
        if (columns.Bins is null && looksAtAll && (long)columns.RowCount * columns.Width <= MostPresortedValues)
            return new PresortedSearch<TCriterion>(columns, minLeaf);
        return new RankSearch<TCriterion>(columns, minLeaf);
    }
}
