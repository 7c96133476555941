using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// Refuses an option that was set and that nothing reads, so that nobody believes in a setting that does nothing. What is read is said by
/// the method, schedule, granularity and scheme themselves; see <see cref="OptionReaders"/>.
/// </summary>
internal static class UnreadOptions
{
    /// <summary>What no method needs to name: they are read before or around every method.</summary>
    private static readonly string[] Common = [nameof(PruningOptions.Method), nameof(PruningOptions.Name)];

    /// <summary>How far to prune, in words that suit every family.</summary>
    private static readonly string[] Targets =
    [
        nameof(PruningTarget.Sparsity),
        nameof(PruningTarget.MaxAccuracyDrop),
        nameof(PruningTarget.MaxSizeKB),
        nameof(PruningTarget.MaxMacs),
        nameof(PruningTarget.MaxLatencyMs),
        nameof(PruningTarget.LatencyBatchSize),
    ];

    /// <summary>Checks what was set for a network.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>, <c>BudgetMissing</c>.</exception>
    internal static void CheckNetwork(Model model, PruningCriterion criterion, PruningOptions options) =>
        Check(model, criterion.Name, options, OptionReaders.Of(criterion), Targets);

    /// <summary>Checks what was set for a method of a path.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>, <c>BudgetMissing</c>; <c>BudgetNotForModel</c>: the model counts no
    /// multiply-accumulates.</exception>
    internal static void CheckPath(Model model, PathMethod method, PruningOptions options)
    {
        Check(model, method.Name, options, OptionReaders.Of(method), Targets);
        if (options.Target.MaxMacs is not null && model.MultiplyAccumulates == 0)
            throw PruningErrors.BudgetNotForModel(model);
    }

    /// <summary>Checks what was set for a method that removes features.</summary>
    /// <exception cref="ComputeException"><c>TargetNotForFeatures</c>, <c>ParameterNotForMethod</c>, <c>BudgetMissing</c>.</exception>
    internal static void CheckFeatures(Model model, FeatureMethod method, PruningOptions options)
    {
        PruningTarget target = options.Target;
        string? foreign =
            target.Keep is not null ? nameof(target.Keep)
            : target.Leaves is not null ? nameof(target.Leaves)
            : target.Alpha is not null ? nameof(target.Alpha)
            : null;
        if (foreign is not null)
            throw PruningErrors.TargetNotForFeatures(foreign, method.Name);
        // Families that are fitted again are fitted as they were.
        IEnumerable<string> unread = model is NetworkModel or EnsembleModel ? [] : FineTuningObjective.Options;
        Check(model, method.Name, options, [.. OptionReaders.Of(method).Except(unread)], Targets);
    }

    /// <summary>Checks what was set for the measurement of a path.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>.</exception>
    internal static void CheckMeasurement(Model model, PathMethod method, PathRequest request)
    {
        string[] read = [.. method.Reads.Except(OptionReaders.Family(nameof(PruningOptions.Target))), nameof(PathOptions.Fold)];
        if (request.Sparsities is not null && !method.Reads.Contains(nameof(PruningTarget.Sparsity)))
            throw PruningErrors.ParameterNotForMethod(model, method.Name, nameof(PruningTarget.Sparsity), read);
        Check(model, method.Name, request.Options, read, []);
    }

    /// <summary>Checks what was set for the method that puts a simple model in a model's place.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>, <c>BudgetMissing</c>.</exception>
    internal static void CheckSubmodel(Model model, PruningOptions options) =>
        Check(
            model,
            SubmodelPruner.Method,
            options,
            OptionReaders.OfSubmodel,
            [nameof(PruningTarget.Sparsity), nameof(PruningTarget.LatencyBatchSize)]
        );

    /// <summary>Checks what was set about the schedule and its training.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForSchedule</c>.</exception>
    internal static void CheckSchedule(PruningSchedule schedule, PruningCriterion criterion, PruningOptions options)
    {
        foreach (string option in OptionCatalog<PruningOptions>.Set(options).Where(PruningScheduleCatalog.Reads.Contains))
        {
            // Criteria that look at data take it in batches too, and look at the loss.
            bool isOfRows = option == nameof(NetworkPruningOptions.BatchSize) || FineTuningObjective.Options.Contains(option);
            if (!schedule.Reads.Contains(option) && !(isOfRows && criterion.NeedsData))
                throw PruningErrors.ParameterNotForSchedule(option, schedule.Name, PruningScheduleCatalog.Reading(option));
        }
    }

    private static void Check(Model model, string method, PruningOptions options, IReadOnlyList<string> read, IReadOnlyList<string> targets)
    {
        if (OptionCatalog<PruningOptions>.Set(options).Except([.. Common, .. read, .. targets]).FirstOrDefault() is { } ignored)
            throw PruningErrors.ParameterNotForMethod(model, method, ignored, read);
        if (options.Target is { LatencyBatchSize: not null, MaxLatencyMs: null })
            throw PruningErrors.LatencyBatchSizeWithoutBudget();
    }
}
