using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Measures the trade-off between complexity and score along a path, for a model of any family.</summary>
internal static class PathMeter
{
    /// <summary>The points, from the model itself to the simplest.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="dataset">The data to score with; null takes the model's own. Without any, scores are NaN.</param>
    /// <param name="request">What is measured.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <exception cref="ComputeException"><c>MethodNotForModel</c>, <c>ParameterNotForMethod</c>, <c>FoldOutOfRange</c>,
    /// <c>ModelNotFittedAgain</c>, <c>DatasetMissing</c>.</exception>
    internal static IReadOnlyList<PruningPathPoint> Measure(Model model, Dataset? dataset, PathRequest request, IWorkMonitor monitor)
    {
        using IDisposable use = model.Use();
        using ThreadLimit.LoopScope loops = ThreadLimit.Loops(request.Options.Threads);
        PathMethod method =
            model is NetworkModel
                ? NetworkPathMethod.Get(model, request.Options.Method, request.Sparsities)
                : PathMethodCatalog.Get(model, request.Options.Method);
        UnreadOptions.CheckMeasurement(model, method, request);
        Dataset? rows = (dataset ?? model.Dataset) is { } given ? MatchedDataset.For(model, given) : null;
        int folds = Folds(model, method, rows, request, monitor);
        PruningOptions options = request.Options with { Path = request.Options.Path with { Fold = folds } };
        PruningPath path = method.Path(model, rows, options, monitor);
        using var held = path as IDisposable;
        IReadOnlyList<int> points = path.ScoresAllAtOnce
            ? PathPoints.ToScore(path)
            : PathPoints.Thin(path, Math.Min(request.MostPoints, PathPoints.Affordable));
        monitor.Verbose($"{method.Name} gives {path.Candidates.Count} models, of which {points.Count} are scored.");
        PathFigures? training = Figures(path, points, rows, PartitionName.Training, monitor);
        PathFigures? validation = Figures(path, points, rows, PartitionName.Validation, monitor);
        PathFigures? crossValidated = folds == 0 ? null : PathCrossValidation.Run(model, method, path, points, rows!, options, monitor);
        PathFigures? judge = crossValidated ?? validation;
        int? best = judge is null ? null : SelectionRule.Minimum(judge.Scores);
        int? simplest = judge is null ? null : SelectionRule.OneStandardError(judge.Scores, judge.StandardErrors);
        string granularity = method.Granularity(options);
        return
        [
            .. Shown(path, points, request.MostPoints, best, simplest)
                .Select(i =>
                    Point(model, method, path, points[i]) with
                    {
                        Granularity = granularity,
                        TrainingScore = training?.Scores[i] ?? double.NaN,
                        ValidationScore = validation?.Scores[i] ?? double.NaN,
                        CrossValidatedScore = crossValidated?.Scores[i] ?? double.NaN,
                        StandardError = judge?.StandardErrors[i] ?? double.NaN,
                        ChosenBy = string.Join(
                            ", ",
                            new[]
                            {
                                i == best ? SelectionRuleCatalog.Minimum : null,
                                i == simplest ? SelectionRuleCatalog.OneStandardError : null,
                            }.OfType<string>()
                        ),
                    }
                ),
        ];
    }

    private static int Folds(Model model, PathMethod method, Dataset? rows, PathRequest request, IWorkMonitor monitor)
    {
        int folds = request.Folds ?? (rows is null || rows.TrainingObservations < 2 ? 0 : FoldSplit.Affordable(rows, method.DefaultFolds));
        if (request.Folds is null)
            monitor.Verbose(
                folds > 0
                    ? (ComputeMessage)$"Cross-validation in {folds} parts; {Option.Fold} changes it."
                    : (ComputeMessage)$"No cross-validation; {Option.Fold.Is(5)} would fit the model five times more."
            );
        if (folds > 0 && rows is null)
            throw PruningErrors.DatasetMissing(model, "cross-validation");
        return folds == 1 ? throw PruningErrors.FoldOutOfRange(rows!, folds) : folds;
    }

    private static PathFigures? Figures(
        PruningPath path,
        IReadOnlyList<int> points,
        Dataset? rows,
        PartitionName partition,
        IWorkMonitor monitor
    ) =>
        rows is null || rows[partition].RowCount == 0
            ? null
            : PathFigures.Of(points, path.Losses(points, rows, partition, monitor), rows[partition], rows.Task);

    /// <summary>
    /// Which of the scored points are shown, as indices among them: a thinned path, and always those that a rule chooses.
    /// </summary>
    private static IEnumerable<int> Shown(PruningPath path, IReadOnlyList<int> points, int most, int? best, int? simplest)
    {
        HashSet<int> thinned = [.. PathPoints.Thin(path, most)];
        return Enumerable
            .Range(0, points.Count)
            .Where(i => points.Count <= most || thinned.Contains(points[i]) || i == best || i == simplest);
    }

    private static PruningPathPoint Point(Model model, PathMethod method, PruningPath path, int point)
    {
        PathCandidate candidate = path.Candidates[point];
        return new PruningPathPoint
        {
            Model = model.Name,
            Method = method.Name,
            Step = point,
            Complexity = candidate.Complexity,
            ComplexityUnit = path.Unit + "s",
            Leaves = candidate.Leaves,
            Sparsity = Math.Max(
                0,
                path.IsPriced ? 1 - (double)candidate.Complexity / Math.Max(1, path.OriginalOf(model)) : candidate.Parameter
            ),
            Alpha = method.Reads.Contains(nameof(PruningTarget.Alpha)) ? candidate.Parameter : double.NaN,
            Risk = candidate.Risk,
            RelativeRisk = candidate.Risk / path.Candidates[^1].Risk,
        };
    }
}
