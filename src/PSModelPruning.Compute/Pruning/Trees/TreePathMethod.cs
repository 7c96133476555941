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
        SubtreeSequence sequence = WeakestLinks.Prune(tree.Tree, Risks(tree, dataset, options, monitor), monitor.Cancellation);
        return new TreePath(tree, sequence, HasEnd ? sequence.PointFor(0) : null, Name, dataset, options);
    }

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
