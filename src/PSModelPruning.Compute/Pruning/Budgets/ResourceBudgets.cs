namespace PSModelPruning.Compute.Pruning.Budgets;

/// <summary>The resource budgets that a target sets.</summary>
internal static class ResourceBudgets
{
    internal static IReadOnlyList<ResourceBudget> Of(PruningTarget target)
    {
        var budgets = new List<ResourceBudget>();
        if (target.MaxSizeKB is { } kilobytes)
            budgets.Add(new SizeBudget(kilobytes));
        if (target.MaxMacs is { } multiplyAccumulates)
            budgets.Add(new ComputationBudget(multiplyAccumulates));
        if (target.MaxLatencyMs is { } milliseconds)
            budgets.Add(new LatencyBudget(milliseconds, target.LatencyBatchSize ?? 1));
        return budgets;
    }
}
