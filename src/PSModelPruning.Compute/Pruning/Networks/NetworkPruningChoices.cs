using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Which granularity and schedule a run uses.</summary>
internal static class NetworkPruningChoices
{
    /// <summary>The rule of <see cref="LayerRatioCatalog"/> for criteria whose scores are comparable within a layer only.</summary>
    private const string RatiosOfLayerScores = "Erk";

    /// <summary>The criterion that was named; Magnitude where none was.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForModel</c>: a method for another family; <c>PruningMethodUnknown</c>.</exception>
    internal static PruningCriterion Criterion(Model model, PruningOptions options) =>
        PathMethodCatalog.Entries.Any(entry => entry.Name.Equals(options.Method, StringComparison.OrdinalIgnoreCase))
            ? throw PruningErrors.MethodNotForModel(model, options.Method, CriterionCatalog.Entries.Select(entry => entry.Name))
            : CriterionCatalog.Get(options.Method);

    /// <summary>
    /// The options with what the criterion adds: its threshold, unless one or a budget was given, and how much each layer loses where its
    /// scores cannot say so.
    /// </summary>
    internal static PruningOptions Complete(PruningOptions options, PruningCriterion criterion)
    {
        if (criterion.DefaultThreshold is { } threshold && options.Target is { Threshold: null, IsBudget: false })
            options = options with { Target = options.Target with { Threshold = threshold } };
        return NeedsRatios(options, criterion) ? options with { LayerSparsity = LayerRatioCatalog.Get(RatiosOfLayerScores) } : options;
    }

    /// <summary>
    /// True where single weights of all layers were to compete by scores that are not comparable across layers. The same fraction of each,
    /// which is left then, costs small first and last layers dearly (LeNet300 on Fashion-MNIST, Wanda at 50 %: 1.6 points instead of 0.9),
    /// so the ratios follow the layers' shapes.
    /// </summary>
    private static bool NeedsRatios(PruningOptions options, PruningCriterion criterion) =>
        criterion.Comparison != ScoreComparison.Network
        && options is { LayerSparsity: null, Scope: PruningScope.Global, Target.Threshold: null }
        && !options.Given.Contains("Scope")
        && Granularity(options, criterion) is ElementGranularity;

    /// <summary>
    /// The one that was named; where none was, the one that reads a parameter that was given, channels for budgets that only smaller
    /// tensors can meet and for criteria that score nothing else, and elements otherwise.
    /// </summary>
    /// <exception cref="ComputeException"><c>BudgetNeedsChannels</c>: the named one cannot meet the budget; <c>MethodNeedsChannels</c>: the
    /// criterion cannot score its units;
    /// <c>ParameterNotForGranularity</c>: a parameter of another granularity was given.</exception>
    internal static PruningGranularity Granularity(PruningOptions options, PruningCriterion criterion)
    {
        if (options.Pattern.Length > 0 && options.BlockSize.Count > 0)
            throw PruningErrors.ParameterNotForGranularity(
                "BlockSize",
                GranularityCatalog.Reading("Pattern")!.Name,
                GranularityCatalog.Reading("BlockSize")!.Name
            );
        string? parameter =
            options.Pattern.Length > 0 ? "Pattern"
            : options.BlockSize.Count > 0 ? "BlockSize"
            : null;
        if (parameter is not null && GranularityCatalog.Reading(parameter) is { } reading)
        {
            if (options.Granularity.Length > 0 && GranularityCatalog.Get(options.Granularity) != reading)
                throw PruningErrors.ParameterNotForGranularity(parameter, GranularityCatalog.Get(options.Granularity).Name, reading.Name);
            options = options with { Granularity = reading.Name };
        }
        if (options.Granularity.Length == 0)
            return GranularityCatalog.Get(
                criterion.IsOfBlocks ? "Layer"
                : options.Target.NeedsRemoval || criterion.IsOfUnits ? "Channel"
                : "Element"
            );
        PruningGranularity granularity = GranularityCatalog.Get(options.Granularity);
        if (criterion.IsOfUnits && !granularity.IsOfChannels)
            throw PruningErrors.MethodNeedsChannels(criterion.Name, granularity.Name);
        if (criterion.IsOfBlocks && granularity is not LayerGranularity)
            throw PruningErrors.MethodNeedsBlocks(criterion.Name, granularity.Name);
        if (granularity.Unread.FirstOrDefault(options.Given.Contains) is { } unread)
            throw PruningErrors.ParameterNotForGranularity(unread, granularity.Name, "Channel");
        return options.Target.NeedsRemoval && !granularity.MakesSmaller
            ? throw PruningErrors.BudgetNeedsChannels(granularity.Name)
            : granularity;
    }

    /// <summary>
    /// The one that was named; where none was, Iterative towards a threshold, Gradual for single weights (at high sparsities it loses least
    /// for the same number of updates), and OneShot where tensors get smaller (fine-tuning the smaller network is cheaper) or nothing is
    /// fine-tuned; Iterative where more than one step was asked for then. A criterion that watches training is for Gradual.
    /// </summary>
    internal static PruningSchedule Schedule(
        PruningOptions options,
        PruningCriterion criterion,
        PruningGranularity granularity,
        bool hasData
    )
    {
        if (options.Schedule.Length > 0)
        {
            PruningSchedule named = PruningScheduleCatalog.Get(options.Schedule);
            if (named.IsDuringTraining && !granularity.MayPruneDuringTraining)
                throw PruningErrors.ScheduleNotForGranularity(named.Name, granularity.Name);
            return named.IsDuringTraining && options.Target.Threshold is not null
                ? throw PruningErrors.ScheduleNotForThreshold(named.Name)
                : named;
        }
        if (options.Target.Threshold is not null)
            return PruningScheduleCatalog.Get("Iterative");
        bool isFineTuned = hasData && options.FineTuneEpochs != 0;
        return PruningScheduleCatalog.Get(
            isFineTuned && granularity.MayPruneDuringTraining && (criterion.WatchesTraining || !granularity.MakesSmaller) ? "Gradual"
            : options.Steps > 1 ? "Iterative"
            : "OneShot"
        );
    }
}
