using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Grows trees by one criterion; keeps its buffers from tree to tree.</summary>
internal abstract class TreeGrowth
{
    /// <summary>See <see cref="TreeGrower.Grow"/>.</summary>
    internal abstract DecisionTree Grow(TreeTarget target, float[]? weights, ulong seed, int[]? leafOfRow, CancellationToken cancellation);
}
