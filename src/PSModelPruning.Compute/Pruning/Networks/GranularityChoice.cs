using PSModelPruning.Compute.Pruning.Networks.Granularities;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Which granularity a run uses.</summary>
internal static class GranularityChoice
{
    /// <summary>The one that was named; where none was, channels for budgets that only smaller tensors can meet and elements otherwise.</summary>
    /// <exception cref="ComputeException"><c>BudgetNeedsChannels</c>: the named one cannot meet the budget.</exception>
    internal static PruningGranularity For(PruningOptions options)
    {
        if (options.Granularity.Length == 0)
            return GranularityCatalog.Get(options.Target.NeedsRemoval ? "Channel" : "Element");
        PruningGranularity granularity = GranularityCatalog.Get(options.Granularity);
        return options.Target.NeedsRemoval && !granularity.MakesSmaller ? throw PruningErrors.BudgetNeedsChannels(granularity.Name) : granularity;
    }
}
