using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Finds the point of a path that a target asks for.</summary>
internal static class PathTarget
{
    /// <summary>
    /// The target that leads to a point that was measured: its alpha, its leaves, its sparsity, or the number of units that it keeps.
    /// </summary>
    /// <exception cref="ComputeException"><c>PointNotForModel</c>: it is a point of a model of another family.</exception>
    internal static PruningTarget Of(PruningPathPoint point, Model model) =>
        !IsOf(point, model) ? throw PruningErrors.PointNotForModel(model, point)
        : !double.IsNaN(point.Alpha) ? new PruningTarget { Alpha = point.Alpha }
        : point.Granularity.Length > 0 ? new PruningTarget { Sparsity = point.Sparsity }
        : point.Leaves > 0 && point.ComplexityUnit == "nodes" ? new PruningTarget { Leaves = (int)point.Leaves }
        : new PruningTarget { Keep = (int)point.Complexity };

    /// <summary>
    /// Whether the point may be one of the model's own path: it has a unit that paths of its family have. CostComplexity counts the nodes
    /// of forests.
    /// </summary>
    private static bool IsOf(PruningPathPoint point, Model model) =>
        model is NetworkModel
            ? point.Granularity.Length > 0
            : point.Granularity.Length == 0
                && (point.ComplexityUnit == model.ComplexityUnit || (model is ForestModel && point.ComplexityUnit == "nodes"));

    /// <summary>The point.</summary>
    /// <exception cref="ComputeException">
    /// <c>PruningTargetMissing</c>, <c>SparsityAlreadyReached</c>, <c>SparsityNotReachable</c>, <c>KeepNotReachable</c>,
    /// <c>BudgetNotReached</c>, <c>BudgetNeedsValidation</c>, <c>DatasetMissing</c>,
    /// <c>FoldOutOfRange</c>, <c>ModelNotFittedAgain</c>.
    /// </exception>
    internal static PathChoice Choose(
        Model model,
        PathMethod method,
        PruningPath path,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        PruningTarget target = options.Target;
        if (target.Sparsity is { } sparsity)
            return new PathChoice(ForSparsity(model, method, path, sparsity));
        if (target.Keep is { } keep)
            return new PathChoice(
                First(path, candidate => candidate.Complexity <= keep) ?? throw PruningErrors.KeepNotReachable(method, path, keep)
            );
        if (target.Leaves is { } leaves)
            return new PathChoice(First(path, candidate => candidate.Leaves <= leaves) ?? path.Candidates.Count - 1);
        if (target.Alpha is { } alpha)
            return new PathChoice(path.PointAt(alpha));
        if (target.IsBudget)
            return PathBudgetSearch.Find(model, path, dataset, options, monitor);
        if (target.Rule is { } rule)
            return ForRule(model, method, path, dataset, options, rule, monitor);
        return new PathChoice(path.Natural ?? throw PruningErrors.PathTargetMissing(method));
    }

    private static int ForSparsity(Model model, PathMethod method, PruningPath path, double sparsity)
    {
        double allowed = (1 - sparsity) * path.OriginalOf(model);
        if (allowed > path.CountOf(model) + 0.5)
            throw PruningErrors.SparsityAlreadyReached(model, sparsity, path.GoneOf(model), path.Unit);
        return First(path, candidate => candidate.Complexity <= Math.Max(1, Math.Round(allowed)))
            ?? throw PruningErrors.SparsityNotOnPath(model, method, path, sparsity);
    }

    private static PathChoice ForRule(
        Model model,
        PathMethod method,
        PruningPath path,
        Dataset? dataset,
        PruningOptions options,
        string rule,
        IWorkMonitor monitor
    )
    {
        Dataset rows = dataset ?? throw PruningErrors.DatasetMissing(model, "cross-validation");
        IReadOnlyList<int> points = PathPoints.ToScore(path);
        PathFigures figures = PathCrossValidation.Run(model, method, path, points, rows, options, monitor);
        int chosen = SelectionRule.Choose(rule, figures) ?? throw PruningErrors.ScoreUndefined(rows);
        int best = SelectionRule.Minimum(figures.Scores)!.Value;
        monitor.Verbose(
            $"Cross-validation in {options.Path.Folds} parts: the best score is {figures.Scores[best]:0.0000} ± "
                + $"{figures.StandardErrors[best]:0.0000} at {path.Count(path.Candidates[points[best]].Complexity)}; "
                + $"rule {rule} takes {path.Candidates[points[chosen]].Complexity:N0} at {figures.Scores[chosen]:0.0000}."
        );
        return new PathChoice(points[chosen], [.. points.Select((point, i) => (point, figures.Scores[i]))]);
    }

    /// <summary>The first point that fits; null where none does.</summary>
    private static int? First(PruningPath path, Func<PathCandidate, bool> fits)
    {
        for (int i = 0; i < path.Candidates.Count; i++)
        {
            if (fits(path.Candidates[i]))
                return i;
        }
        return null;
    }
}
