using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// A way to prune a decision tree by an estimate of its risk that is a sum over leaves and splits. Its path goes by the weakest link in
/// that risk; its own end, where it has one, is the smallest tree with the least risk, which is what replacing every split bottom-up that
/// is no better than a leaf gives.
/// </summary>
internal abstract class TreePathMethod : PathMethod
{
    internal override IReadOnlyList<string> Reads => [nameof(PruningTarget.Leaves)];

    internal override int DefaultFolds => 10;

    /// <summary>Whether the method ends by itself, where no split is worth its leaves.</summary>
    private protected virtual bool HasEnd => true;

    internal override PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var tree = (TreeModel)model;
        if (!CountsRows)
            RowCounts.Require(tree, Name);
        DecisionTree counted = RowCounts.Of(tree, [tree.Tree], dataset, Name, monitor)[0];
        TreeModel known = ReferenceEquals(counted, tree.Tree) ? tree : new TreeModel(tree.Describe(), counted, tree.Options);
        SubtreeSequence sequence = WeakestLinks.Prune(counted, Risks(known, dataset, options, monitor), monitor.Cancellation);
        return new TreePath(tree, sequence, HasEnd ? sequence.PointFor(0) : null, Name, dataset, options);
    }

    /// <summary>
    /// Whether the training rows of a data set may be counted where a tree's file does not tell how many reached its nodes. A method that
    /// asks how many of them each leaf predicts rightly cannot take other rows than those that the tree was grown on.
    /// </summary>
    private protected virtual bool CountsRows => false;

    /// <summary>What the tree's nodes cost, per row.</summary>
    /// <exception cref="ComputeException">The method needs data that is not there, or is not defined for the model's task.</exception>
    private protected abstract SubtreeRisks Risks(TreeModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor);

    /// <exception cref="ComputeException"><c>MethodNeedsClasses</c>: the model predicts numbers.</exception>
    private protected void CheckClasses(TreeModel model)
    {
        if (model.Task != LearningTask.Classification)
            throw PruningErrors.MethodNeedsClasses(model, Name);
    }
}
