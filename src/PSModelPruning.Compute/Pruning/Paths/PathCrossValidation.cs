using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// Estimates how well the points of a path predict new rows: on every part of the training rows, by the path of a model that was fitted to
/// the others (Breiman et al. 1984, section 3.4.2 and 8.5.1).
/// </summary>
/// <remarks>
/// The preparation of the data (scaling, encoding) is that of all training rows. The path of a part is followed by parameter, not by
/// complexity: to the geometric mean of a point's alpha and the next one's, or to the same fraction that is gone.
/// </remarks>
internal static class PathCrossValidation
{
    /// <summary>The cross-validated figures of points.</summary>
    /// <param name="model">The model.</param>
    /// <param name="method">How it is pruned.</param>
    /// <param name="path">Its path.</param>
    /// <param name="points">Indices of candidates, rising.</param>
    /// <param name="dataset">The data as the model takes it.</param>
    /// <param name="options">The number of parts and the seed, and all that the method reads.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <exception cref="ComputeException"><c>FoldOutOfRange</c>, <c>ModelNotFittedAgain</c>.</exception>
    internal static PathFigures Run(
        Model model,
        PathMethod method,
        PruningPath path,
        IReadOnlyList<int> points,
        Dataset dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        if (model is ISumOfTrees { Trees: var trees } && trees.Any(tree => !tree.IsCounted))
            throw PruningErrors.GrowthUnknown(model);
        ModelKind kind = ModelKindCatalog.Of(model) ?? throw PruningErrors.ModelNotFittedAgain(model);
        var split = new FoldSplit(dataset, options.Path.Folds, options.Seed);
        var losses = new PathLoss[points.Count];
        for (int fold = 0; fold < split.Count; fold++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            monitor.Progress(new WorkProgress("Cross-validation", $"part {fold + 1} of {split.Count}", (double)fold / split.Count));
            Dataset rows = split.Fold(fold);
            using Model fitted = kind.Refit(model, rows, options.Seed, new QuietMonitor(monitor));
            PruningPath own = method.Path(fitted, rows, options, new QuietMonitor(monitor));
            using var held = own as IDisposable;
            int[] matching = [.. points.Select(point => own.PointAt(path.Representative(point)))];
            int[] distinct = [.. matching.Distinct().Order()];
            IReadOnlyList<PathLoss> measured = own.Losses(distinct, rows, PartitionName.Test, new QuietMonitor(monitor));
            for (int i = 0; i < points.Count; i++)
                losses[i] += measured[Array.BinarySearch(distinct, matching[i])];
        }
        return PathFigures.Of(points, losses, dataset.Training, model.Task, dataset.Copies);
    }
}
