using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// Nested subtrees of a tree, from the whole tree (point 0) to its root alone (the last point), each with the least risk for a range of
/// prices of a leaf.
/// Made by <see cref="WeakestLinks"/>.
/// </summary>
internal sealed class SubtreeSequence
{
    private readonly int[] _collapsedAt;

    /// <param name="tree">The whole tree.</param>
    /// <param name="collapsedAt">The point from which on each node is a leaf, <c>[nodes]</c>; <see cref="int.MaxValue"/> for nodes that
    /// never become one.</param>
    /// <param name="alphas">The price from which on each point is the best, <c>[points]</c>, not falling.</param>
    /// <param name="risks">The risk of each point, <c>[points]</c>.</param>
    /// <param name="leafCounts">The leaves of each point, <c>[points]</c>.</param>
    internal SubtreeSequence(DecisionTree tree, int[] collapsedAt, double[] alphas, double[] risks, int[] leafCounts)
    {
        Tree = tree;
        _collapsedAt = collapsedAt;
        Alphas = alphas;
        Risks = risks;
        LeafCounts = leafCounts;
    }

    /// <summary>The whole tree.</summary>
    internal DecisionTree Tree { get; }

    internal int Count => Alphas.Count;

    /// <summary>
    /// The price of a leaf from which on a point is the smallest tree that makes risk + price × leaves least. For the first point 0, or the
    /// lowest price where some links cost less than nothing.
    /// </summary>
    internal IReadOnlyList<double> Alphas { get; }

    /// <summary>The risk of each point.</summary>
    internal IReadOnlyList<double> Risks { get; }

    /// <summary>Leaves of each point.</summary>
    internal IReadOnlyList<int> LeafCounts { get; }

    /// <summary>Splits and leaves of a point.</summary>
    internal int NodeCount(int point) => 2 * LeafCounts[point] - 1;

    /// <summary>
    /// The point from which on a node is a leaf; <see cref="int.MaxValue"/> for a leaf of the whole tree and for a node that goes before it
    /// would become one.
    /// </summary>
    internal int CollapsedAt(int node) => _collapsedAt[node];

    /// <summary>The splits that have become leaves at a point, <c>[nodes]</c>; what <see cref="DecisionTree.Collapse"/> takes.</summary>
    internal bool[] Collapsed(int point) => Array.ConvertAll(_collapsedAt, at => at <= point);

    /// <summary>The tree of a point.</summary>
    internal DecisionTree At(int point) => Tree.Collapse(Collapsed(point));

    /// <summary>
    /// The last point whose price is at most <paramref name="alpha"/>: the smallest tree with the least risk + alpha × leaves.
    /// </summary>
    internal int PointFor(double alpha)
    {
        int low = 0,
            high = Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Alphas[middle] <= alpha)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
