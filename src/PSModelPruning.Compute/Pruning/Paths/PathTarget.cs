using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning.Budgets;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Finds the point of a path that a target asks for.</summary>
internal static class PathTarget
{
    /// <summary>The index of the point.</summary>
    /// <exception cref="ComputeException"><c>PruningTargetMissing</c>, <c>SparsityAlreadyReached</c>, <c>BudgetNotReached</c>, <c>BudgetNeedsValidation</c>, <c>DatasetMissing</c>.</exception>
    internal static int Choose(Model model, PruningPath path, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        PruningTarget target = options.Target;
        if (target.Sparsity is { } sparsity)
            return ForSparsity(model, path, sparsity);
        if (target.Keep is { } keep)
            return Least(path, candidate => candidate.Complexity <= keep) ?? path.Candidates.Count - 1;
        if (target.IsBudget)
            return ForBudget(model, path, dataset, options, monitor);
        return path.Natural ?? throw PruningErrors.TargetMissing();
    }

    private static int ForSparsity(Model model, PruningPath path, double sparsity)
    {
        double allowed = (1 - sparsity) * model.OriginalComplexity;
        if (allowed > model.Complexity + 0.5)
            throw PruningErrors.SparsityAlreadyReached(model, sparsity, model.Sparsity, path.Unit);
        return Least(path, candidate => candidate.Complexity <= Math.Max(1, Math.Round(allowed))) ?? path.Candidates.Count - 1;
    }

    /// <summary>Resources ask for as little pruning as meets them; accuracy allows as much as keeps it.</summary>
    private static int ForBudget(Model model, PruningPath path, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        PruningTarget target = options.Target;
        IReadOnlyList<ResourceBudget> budgets = ResourceBudgets.Of(target, options.LatencyBatchSize);
        double leastScore = double.NegativeInfinity;
        if (target.MaxAccuracyDrop is { } drop)
        {
            Dataset rows = dataset ?? throw PruningErrors.DatasetMissing(model, "a budget of accuracy");
            if (rows.ValidationRows == 0)
                throw PruningErrors.BudgetNeedsValidation(rows);
            leastScore = ModelEvaluator.Evaluate(model, rows, PartitionName.Validation, monitor).Score - drop - 1e-9;
        }
        int? best = null;
        string reached = "nothing";
        for (int i = 0; i < path.Candidates.Count; i++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            Model candidate = path.Candidates[i].Make();
            double[] amounts = [.. budgets.Select(budget => budget.Measure(candidate, monitor))];
            bool affordable = !amounts.Where((amount, b) => amount > budgets[b].Limit).Any();
            double score = double.IsNegativeInfinity(leastScore) ? double.NaN : ModelEvaluator.Evaluate(candidate, dataset!, PartitionName.Validation, monitor).Score;
            reached = string.Join(", ", budgets.Select((budget, b) => budget.Describe(amounts[b])).Append(FormattableString.Invariant($"score {score:0.0000}")));
            if (!affordable || score < leastScore)
                continue;
            best = i;
            if (double.IsNegativeInfinity(leastScore))
                break;
        }
        return best ?? throw PruningErrors.BudgetNotReached(target, reached);
    }

    private static int? Least(PruningPath path, Func<PathCandidate, bool> fits)
    {
        for (int i = 0; i < path.Candidates.Count; i++)
        {
            if (fits(path.Candidates[i]))
                return i;
        }
        return null;
    }
}
