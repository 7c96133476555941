using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// A way to have fewer prototypes. Works on the prototypes that the model holds, so that it needs no data set, and that several methods can
/// follow one another: first edit, then condense.
/// </summary>
internal abstract class NeighborPathMethod : PathMethod
{
    internal const string Unit = "prototype";

    /// <summary>Whether it is defined for numbers as targets.</summary>
    private protected virtual bool IsForNumbers => false;

    internal override PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var neighbors = (NeighborModel)model;
        if (model.Task == LearningTask.Regression && !IsForNumbers)
            throw PruningErrors.NeighborMethodNeedsClasses(
                model,
                Name,
                PathMethodCatalog.For(model).OfType<NeighborPathMethod>().Where(method => method.IsForNumbers).Select(method => method.Name)
            );
        return Path(neighbors, dataset, options, monitor);
    }

    private protected abstract PruningPath Path(NeighborModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor);

    /// <summary>A model with other prototypes.</summary>
    private protected NeighborModel Make(
        NeighborModel model,
        float[] inputs,
        float[] targets,
        bool nearestOnly,
        Dataset? dataset,
        PruningOptions options,
        RowCopies? copies = null
    ) =>
        new(
            PathResult.Describe(model, Name, dataset, options, targets.Length),
            inputs,
            targets,
            Options(model, options) with
            {
                NearestOnly = nearestOnly || model.Options.NearestOnly,
            }
        )
        {
            Copies = copies,
        };

    /// <summary>The smallest number of prototypes that the target asks for by itself; null where it does not say a number.</summary>
    private protected static int? Asked(NeighborModel model, PruningTarget target) =>
        target.Keep ?? (target.Sparsity is { } sparsity ? (int)Math.Max(1, Math.Round((1 - sparsity) * model.OriginalComplexity)) : null);

    /// <summary>How the model predicts, with the threads that pruning was given.</summary>
    private protected static NeighborOptions Options(NeighborModel model, PruningOptions options) =>
        options.Threads > 0 ? model.Options with { Threads = options.Threads } : model.Options;

    /// <summary>The fraction that is gone of the model that is pruned.</summary>
    private protected static double Gone(NeighborModel model, int kept) => 1 - (double)kept / model.Prototypes;

    /// <summary>Tells of classes that have no prototype any more, and so are never predicted.</summary>
    private protected void WarnOfLostClasses(NeighborModel model, ReadOnlySpan<int> kept, IWorkMonitor monitor)
    {
        if (model.Task != LearningTask.Classification)
            return;
        var before = new bool[model.Classes.Count];
        var after = new bool[model.Classes.Count];
        ReadOnlySpan<float> targets = model.Targets.Span;
        foreach (float target in targets)
            before[(int)target] = true;
        foreach (int row in kept)
            after[(int)targets[row]] = true;
        string[] lost = [.. model.Classes.Where((_, i) => before[i] && !after[i])];
        if (lost.Length > 0)
        {
            monitor.Warning(
                $"{Name} leaves no prototype of {lost.Length} of {model.Classes.Count} classes ({string.Join(", ", lost)}): the model "
                    + $"never predicts {(lost.Length == 1 ? "it" : "them")}."
            );
        }
    }
}
