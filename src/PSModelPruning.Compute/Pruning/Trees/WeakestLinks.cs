using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// Weakest-link pruning (Breiman, Friedman, Olshen and Stone 1984, section 3.3): the split whose leaves gain least, by
/// g(t) = (R(t) − R(T_t)) / (|T_t| − 1), becomes a leaf, with all that gain as little; then the next, to the root.
/// </summary>
/// <remarks>
/// <para>R(T_t) is the sum of the risks of the leaves below t (and of its splits, where those cost something); |T_t| is their
/// number.</para>
/// <para>
/// A link that goes never makes one above it weaker: with g(t) ≤ g(a), (N − g(t)·m) / (D − m) ≥ N / D = g(a). So an entry of the heap may
/// be out of date only by being too low, and is put right when it comes up. Time O(nodes · (depth + log nodes)).
/// </para>
/// </remarks>
internal static class WeakestLinks
{
    /// <summary>
    /// Links whose gains differ by less, relative to the root's risk, are equally weak: sums of fractions in another order differ in their
    /// last digits.
    /// </summary>
    private const double Tolerance = 1e-12;

    /// <summary>All points of the path.</summary>
    /// <param name="tree">The whole tree.</param>
    /// <param name="risks">What its nodes cost.</param>
    /// <param name="cancellation">Looked at every few thousand nodes.</param>
    internal static SubtreeSequence Prune(DecisionTree tree, SubtreeRisks risks, CancellationToken cancellation = default)
    {
        int nodes = tree.NodeCount;
        int[] parent = Parents(tree),
            leaves = new int[nodes],
            collapsedAt = new int[nodes];
        double[] below = new double[nodes];
        Array.Fill(collapsedAt, int.MaxValue);
        var heap = new PriorityQueue<int, (double Gain, int Node)>(tree.NodeCount / 2 + 1);
        // Children follow their parents, so that going backwards meets them first.
        for (int node = nodes - 1; node >= 0; node--)
        {
            bool isLeaf = tree.Features[node] == DecisionTree.Leaf;
            leaves[node] = isLeaf ? 1 : leaves[node + 1] + leaves[tree.Right[node]];
            below[node] = isLeaf ? risks.Leaf[node] : risks.OfSplit(node) + below[node + 1] + below[tree.Right[node]];
            if (!isLeaf)
                heap.Enqueue(node, (Gain(node), node));
        }
        double tolerance = Tolerance * Math.Max(Math.Abs(risks.Leaf[0]), Math.Abs(below[0]));
        var alphas = new List<double>
        {
            heap.TryPeek(out _, out (double Gain, int Node) weakest) && weakest.Gain < -tolerance ? weakest.Gain : 0,
        };
        var pathRisks = new List<double> { below[0] };
        var leafCounts = new List<int> { leaves[0] };
        double alpha = double.NegativeInfinity;
        for (long step = 0; heap.TryDequeue(out int node, out (double Gain, int Node) entry); step++)
        {
            if (step % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            if (leaves[node] <= 1 || IsGone(node))
                continue;
            double gain = Gain(node);
            if (gain > entry.Gain)
            {
                heap.Enqueue(node, (gain, node));
                continue;
            }
            if (alphas.Count == 1 || gain > alpha + tolerance)
            {
                alpha = gain;
                alphas.Add(Math.Abs(gain) <= tolerance ? 0 : Math.Max(gain, alphas[^1]));
                pathRisks.Add(0);
                leafCounts.Add(0);
            }
            collapsedAt[node] = alphas.Count - 1;
            double change = risks.Leaf[node] - below[node];
            int fewer = leaves[node] - 1;
            for (int above = node; above >= 0; above = parent[above])
            {
                below[above] += change;
                leaves[above] -= fewer;
            }
            pathRisks[^1] = below[0];
            leafCounts[^1] = leaves[0];
        }
        return new SubtreeSequence(tree, collapsedAt, [.. alphas], [.. pathRisks], [.. leafCounts]);

        double Gain(int node) => (risks.Leaf[node] - below[node]) / (leaves[node] - 1);

        // Collapsed splits above it are found on the way up, which is at most the depth.
        bool IsGone(int node)
        {
            for (int above = parent[node]; above >= 0; above = parent[above])
            {
                if (collapsedAt[above] != int.MaxValue)
                    return true;
            }
            return false;
        }
    }

    private static int[] Parents(DecisionTree tree)
    {
        var parent = new int[tree.NodeCount];
        parent[0] = -1;
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (tree.Features[node] != DecisionTree.Leaf)
                parent[node + 1] = parent[tree.Right[node]] = node;
        }
        return parent;
    }
}
