using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// Prunes the models of every family whose methods give a path of ever simpler models: makes the path and takes the point that the target
/// asks for.
/// </summary>
internal sealed class PathPruner : ModelPruner
{
    /// <summary>A sparsity that differs by more from what was asked for is told.</summary>
    private const double NotableDifference = 0.02;

    internal override bool Accepts(Model model) => PathMethodCatalog.Accepts(model);

    private protected override Model PruneCore(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        PathPlan plan = Choose(model, dataset, options, monitor);
        options = plan.Options;
        Model result = plan.Method.Finish(plan.Path.Candidates[plan.Choice.Point].Make(), plan.Dataset, options, monitor);
        if (ReferenceEquals(result, model))
            throw new InvalidOperationException("The first point of a path must be a new model.");
        if (options.Target.Sparsity is { } asked && Math.Abs(asked - plan.Path.GoneOf(result)) > NotableDifference)
            monitor.Warning(
                $"{plan.Path.GoneOf(result):P1} of the {plan.Path.Unit}s were removed instead of {asked:P1}: {plan.Method.Name} has no "
                    + $"model in between."
            );
        if (plan.Choice.Point == 0 && (options.Target.Keep ?? options.Target.Leaves) is not null)
            monitor.Warning($"Nothing was removed: '{model.Name}' is no larger than the target, {options.Target}.");
        return PathResult.Model(model, result, plan, options, Score(model, plan.Dataset, monitor), Score(result, plan.Dataset, monitor));
    }

    private protected override IReadOnlyList<PruningLayer> PlanCore(
        Model model,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        PathPlan plan = Choose(model, dataset, options, monitor);
        return [PathResult.Row(model, plan.Path.Candidates[plan.Choice.Point].Make(), plan.Path)];
    }

    private static PathPlan Choose(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        options.Target.CheckFigures();
        PathMethod method = PathMethodCatalog.Get(model, options.Method);
        UnreadOptions.CheckPath(model, method, options);
        Dataset? rows = (dataset ?? model.Dataset) is { } given ? MatchedDataset.For(model, given) : null;
        bool namesFolds = options.Path.Fold is not null;
        if (rows is not null && !namesFolds)
            options = options with { Path = options.Path with { Fold = FoldSplit.Affordable(rows, options.Path.Folds) } };
        if (options.Target.IsUnset && method.DefaultRule is { } rule)
            options = options with { Target = new PruningTarget { Rule = rule } };
        PruningPath path = method.Path(model, rows, options, monitor);
        monitor.Verbose(
            $"{method.Name} gives {path.Candidates.Count} models, from {path.Candidates[0].Complexity:N0} to "
                + $"{path.Count(path.Candidates[^1].Complexity)}."
        );
        if (namesFolds && options.Target.Rule is null)
            monitor.Warning(
                $"{Option.Fold} has no effect: the target needs no cross-validation. Add {Option.Rule.Is("Minimum")} or "
                    + $"{Option.Rule.Is("OneStandardError")} instead of the target."
            );
        return new PathPlan(method, path, PathTarget.Choose(model, method, path, rows, options, monitor), rows, options);
    }

    private static double Score(Model model, Dataset? dataset, IWorkMonitor monitor) =>
        dataset is null || dataset.ValidationRows == 0
            ? double.NaN
            : 1 - PathLoss.Of(model, dataset, PartitionName.Validation, monitor).Mean / PathLoss.Scale(dataset.Validation, model.Task);
}

/// <summary>What is going to be done to a model.</summary>
/// <param name="Method">How it is pruned.</param>
/// <param name="Path">Its path.</param>
/// <param name="Choice">The point that the target chose.</param>
/// <param name="Dataset">The data as the model takes it; null where there is none.</param>
/// <param name="Options">What was asked for, with the method's own rule where no target was named.</param>
internal sealed record PathPlan(PathMethod Method, PruningPath Path, PathChoice Choice, Dataset? Dataset, PruningOptions Options);
