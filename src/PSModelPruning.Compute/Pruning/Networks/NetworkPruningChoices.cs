using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Schedules;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Which granularity and schedule a run uses.</summary>
internal static class NetworkPruningChoices
{
    /// <summary>The one that was named; where none was, channels for budgets that only smaller tensors can meet and for criteria that score nothing else, and elements otherwise.</summary>
    /// <exception cref="ComputeException"><c>BudgetNeedsChannels</c>: the named one cannot meet the budget; <c>MethodNeedsChannels</c>: the criterion cannot score its units.</exception>
    internal static PruningGranularity Granularity(PruningOptions options, PruningCriterion criterion)
    {
        if (options.Granularity.Length == 0)
            return GranularityCatalog.Get(options.Target.NeedsRemoval || criterion.IsOfUnits ? "Channel" : "Element");
        PruningGranularity granularity = GranularityCatalog.Get(options.Granularity);
        if (criterion.IsOfUnits && !granularity.MakesSmaller)
            throw PruningErrors.MethodNeedsChannels(criterion.Name, granularity.Name);
        return options.Target.NeedsRemoval && !granularity.MakesSmaller ? throw PruningErrors.BudgetNeedsChannels(granularity.Name) : granularity;
    }

    /// <summary>
    /// The one that was named; where none was, Gradual for single weights (at high sparsities it loses least for the same number of updates), and
    /// OneShot where tensors get smaller (fine-tuning the smaller network is cheaper) or nothing is fine-tuned. A criterion that watches training is for Gradual.
    /// </summary>
    internal static PruningSchedule Schedule(PruningOptions options, PruningCriterion criterion, PruningGranularity granularity, bool hasData)
    {
        if (options.Schedule.Length > 0)
            return PruningScheduleCatalog.Get(options.Schedule);
        bool isFineTuned = hasData && options.FineTuneEpochs != 0;
        return PruningScheduleCatalog.Get(isFineTuned && (criterion.WatchesTraining || !granularity.MakesSmaller) ? "Gradual" : "OneShot");
    }
}
