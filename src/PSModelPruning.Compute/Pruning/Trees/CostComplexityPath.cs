using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// The minimal cost-complexity path of a tree (Breiman, Friedman, Olshen and Stone 1984, chapter 3). The risk of a node is its impurity by
/// the criterion that grew the tree, times its part of the training weight: R(t) = w(t) / w(root) · i(t), as scikit-learn's ccp_alpha takes
/// it. Divided by the risk of the root, the alphas are the complexity parameters of rpart.
/// </summary>
internal static class CostComplexityPath
{
    /// <summary>All points, from the whole tree at alpha 0 to its root alone.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="cancellation">Looked at every few thousand nodes.</param>
    internal static SubtreeSequence Of(DecisionTree tree, CancellationToken cancellation = default) =>
        WeakestLinks.Prune(tree, Risks(tree), cancellation);

    /// <summary>The risks of all nodes.</summary>
    internal static SubtreeRisks Risks(DecisionTree tree)
    {
        double total = tree.Weights[0] > 0 ? tree.Weights[0] : 1;
        return new SubtreeRisks([.. tree.Impurities.Select((impurity, node) => impurity * tree.Weights[node] / total)]);
    }
}
