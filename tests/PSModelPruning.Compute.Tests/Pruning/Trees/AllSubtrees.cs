using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Trees;

namespace PSModelPruning.Compute.Tests.Pruning.Trees;

/// <summary>Every pruned tree of a small tree, by trying all: what searches are checked against.</summary>
internal static class AllSubtrees
{
    /// <summary>Risk and leaves of every pruned tree.</summary>
    internal static IReadOnlyList<(double Risk, int Leaves)> Of(DecisionTree tree, SubtreeRisks risks) => Below(tree, risks, 0);

    private static List<(double Risk, int Leaves)> Below(DecisionTree tree, SubtreeRisks risks, int node)
    {
        var all = new List<(double, int)> { (risks.Leaf[node], 1) };
        if (tree.Features[node] == DecisionTree.Leaf)
            return all;
        List<(double Risk, int Leaves)> left = Below(tree, risks, node + 1),
            right = Below(tree, risks, tree.Right[node]);
        double split = risks.Split.Length > 0 ? risks.Split[node] : 0;
        all.AddRange(from l in left from r in right select (split + l.Risk + r.Risk, l.Leaves + r.Leaves));
        return all;
    }
}
