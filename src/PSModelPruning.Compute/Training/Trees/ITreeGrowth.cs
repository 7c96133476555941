using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Grows trees by one criterion; reuses its buffers from tree to tree.</summary>
internal interface ITreeGrowth
{
    /// <summary>See <see cref="TreeGrower.Grow"/>.</summary>
    DecisionTree Grow(TreeTarget target, float[]? weights, ulong seed, int[]? leafOfRow, CancellationToken cancellation);
}
