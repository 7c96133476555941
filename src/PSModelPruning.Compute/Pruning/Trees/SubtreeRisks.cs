namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// What a tree's nodes cost by some method: the risk of a pruned tree is the sum of <see cref="Leaf"/> over its leaves and of
/// <see cref="Split"/> over its
/// splits.
/// </summary>
/// <param name="Leaf">The risk of each node as a leaf, <c>[nodes]</c>.</param>
/// <param name="Split">What each split costs by itself, <c>[nodes]</c>; empty where splits cost nothing.</param>
internal sealed record SubtreeRisks(double[] Leaf, double[] Split)
{
    internal SubtreeRisks(double[] leaf)
        : this(leaf, []) { }

    internal double OfSplit(int node) => Split.Length == 0 ? 0 : Split[node];
}
