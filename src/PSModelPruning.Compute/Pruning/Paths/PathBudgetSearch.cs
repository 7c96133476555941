using PSModelPruning.Compute.Pruning.Budgets;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// Finds the point of a path that meets budgets: size and duration ask for as little pruning as meets them, accuracy allows as much as
/// keeps it.
/// </summary>
internal static class PathBudgetSearch
{
    /// <summary>Points that are tried between two of a thinned path, to come nearer to the last one that keeps the accuracy.</summary>
    private const int Refinements = 6;

    /// <summary>Scores that were summed in another order differ by less.</summary>
    private const double Rounding = 1e-9;

    /// <summary>The point.</summary>
    /// <exception cref="ComputeException"><c>BudgetNotReached</c>, <c>BudgetNeedsValidation</c>, <c>DatasetMissing</c>.</exception>
    internal static PathChoice Find(Model model, PruningPath path, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        int affordable = options.Target.HasResourceBudget ? Affordable(path, options, monitor) : 0;
        if (options.Target.MaxAccuracyDrop is not { } drop)
            return new PathChoice(affordable);
        Dataset rows = dataset ?? throw PruningErrors.DatasetMissing(model, "a budget of accuracy");
        if (rows.ValidationRows == 0)
            throw PruningErrors.BudgetNeedsValidation(rows);
        double before = 1 - PathLoss.Of(model, rows, PartitionName.Validation, monitor).Mean / PathLoss.Scale(rows.Validation, model.Task);
        if (double.IsNaN(before))
            throw PruningErrors.ScoreUndefined(rows);
        double least = before - drop - Rounding;
        SortedDictionary<int, double> scores = Scores(path, rows, least, monitor);
        int[] kept = [.. scores.Where(trial => trial.Value >= least).Select(trial => trial.Key)];
        int simplest = kept.Length > 0 ? kept[^1] : 0;
        if (simplest < affordable || kept.Length == 0)
        {
            int best = scores.Keys.First(point => point >= affordable);
            throw PruningErrors.BudgetNotReached(
                options.Target,
                FormattableString.Invariant(
                    $"score {scores[best]:0.0000} (before: {before:0.0000}) with {path.Count(path.Candidates[best].Complexity)}"
                )
            );
        }
        monitor.Verbose(
            $"The simplest of {path.Candidates.Count} points that keeps the score at {before - drop:0.0000} has "
                + $"{path.Count(path.Candidates[simplest].Complexity)} and scores {scores[simplest]:0.0000}."
        );
        return new PathChoice(simplest, [.. scores.Select(trial => (trial.Key, trial.Value))]);
    }

    /// <summary>
    /// The scores of all points where that costs little; else of a thinned path, and of points around the last one that keeps the accuracy.
    /// </summary>
    private static SortedDictionary<int, double> Scores(PruningPath path, Dataset rows, double least, IWorkMonitor monitor)
    {
        var scores = new SortedDictionary<int, double>();
        double scale = PathLoss.Scale(rows.Validation, rows.Task);
        Score(PathPoints.ToScore(path));
        for (int i = 0; i < Refinements; i++)
        {
            int low = scores.Where(trial => trial.Value >= least).Select(trial => trial.Key).LastOrDefault(-1);
            int high = scores.Keys.FirstOrDefault(point => point > low, -1);
            if (low < 0 || high - low < 2)
                break;
            Score([(low + high) / 2]);
        }
        return scores;

        void Score(IReadOnlyList<int> points)
        {
            IReadOnlyList<PathLoss> losses = path.Losses(points, rows, PartitionName.Validation, monitor);
            for (int i = 0; i < points.Count; i++)
                scores[points[i]] = 1 - losses[i].Mean / scale;
        }
    }

    /// <summary>The first point that meets all resource budgets, by bisection: a simpler model is never larger or slower.</summary>
    private static int Affordable(PruningPath path, PruningOptions options, IWorkMonitor monitor)
    {
        IReadOnlyList<ResourceBudget> budgets = ResourceBudgets.Of(options.Target);
        string reached = "";
        if (Fits(0))
            return 0;
        int low = 0,
            high = path.Candidates.Count - 1;
        if (high == 0 || !Fits(high))
            throw PruningErrors.BudgetNotReached(options.Target, reached);
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (Fits(middle))
                high = middle;
            else
                low = middle;
        }
        return high;

        bool Fits(int point)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            Model candidate = path.Candidates[point].Make();
            double[] amounts = [.. budgets.Select(budget => budget.Measure(candidate, monitor))];
            reached = string.Join(", ", budgets.Select((budget, b) => budget.Describe(amounts[b])));
            monitor.Verbose($"{path.Count(path.Candidates[point].Complexity)}: {reached}.");
            return !amounts.Where((amount, b) => amount > budgets[b].Limit).Any();
        }
    }
}
