using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// Which options of pruning a method reads; any other that was given is an error, so that nobody believes in a setting that
/// does nothing.
/// </summary>
internal static class PruningParameters
{
    private const string Threshold = "Threshold";

    /// <summary>Those that only networks read.</summary>
    internal static IReadOnlyList<string> OfNetworks { get; } =
    [
        "Granularity",
        "Scope",
        "Schedule",
        "Steps",
        "RewindEpoch",
        "CheckpointPath",
        "Resume",
        "FineTuneEpochs",
        "LearningRate",
        "BatchSize",
        "ExcludeLayer",
        "RoundTo",
        "Pattern",
        "BlockSize",
        "LayerSparsity",
        "LayerSensitivity",
        "Penalty",
        Threshold,
        "Teacher",
        "Temperature",
        "DistillationWeight",
    ];

    /// <summary>Those that only methods of paths read, some of them each.</summary>
    private static readonly string[] OfPaths = ["Keep", "Leaves", "Alpha", "Rule", "Fold", "Confidence", "PriorWeight", "RefinementEpochs"];

    /// <summary>Those that only methods that remove features read, some of them each.</summary>
    private static readonly string[] OfFeatures =
    [
        "Scorer",
        "StepFraction",
        "Rounds",
        "Significance",
        "Correction",
        "Tentative",
        "CorrelationThreshold",
    ];

    /// <summary>Those about fine-tuning, which follows where features are taken from a network.</summary>
    private static readonly string[] OfFineTuning = ["FineTuneEpochs", "LearningRate", "BatchSize"];

    /// <summary>Those of measuring a path that some methods read.</summary>
    private static readonly string[] OfMeasurement =
    [
        "Sparsity",
        "Granularity",
        "Schedule",
        "FineTuneEpochs",
        "Confidence",
        "PriorWeight",
        "Fold",
    ];

    /// <summary>What every method of a path reads, beside the parameters that all models have in common.</summary>
    internal static IReadOnlyList<string> OfEveryPath { get; } = ["Rule", "Fold"];

    /// <summary>Checks what was given for a network.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>.</exception>
    internal static void CheckNetwork(Model model, PruningCriterion criterion, PruningOptions options) =>
        Check(
            model,
            criterion.Name,
            options,
            [
                .. OfNetworks.Where(parameter => parameter != Threshold || criterion.DefaultThreshold is not null),
                .. criterion.Parameters,
                .. QuantizationRules.Parameters,
                "MaxMacs",
            ],
            [.. OfNetworks, .. OfPaths, .. OfFeatures]
        );

    /// <summary>Checks what was given for a method of a path.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>; <c>BudgetNotForModel</c>: the model counts no
    /// multiply-accumulates.</exception>
    internal static void CheckPath(Model model, PathMethod method, PruningOptions options)
    {
        Check(
            model,
            method.Name,
            options,
            [.. method.Parameters, .. OfEveryPath],
            [.. OfNetworks, .. QuantizationRules.Parameters, .. OfPaths, .. OfFeatures]
        );
        if (options.Target.MaxMacs is not null && model.MultiplyAccumulates == 0)
            throw PruningErrors.BudgetNotForModel(model);
    }

    /// <summary>Checks what was given for a method that removes features.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>.</exception>
    internal static void CheckFeatures(Model model, FeatureMethod method, PruningOptions options)
    {
        if (new[] { "Keep", "Leaves", "Alpha" }.FirstOrDefault(options.Given.Contains) is { } foreign)
            throw PruningErrors.TargetNotForFeatures(foreign, method.Name);
        Check(
            model,
            method.Name,
            options,
            [.. method.Parameters, .. OfFineTuning],
            [.. OfNetworks, .. QuantizationRules.Parameters, .. OfPaths, .. OfFeatures]
        );
    }

    /// <summary>Checks what was given for the measurement of a path.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>.</exception>
    internal static void CheckMeasurement(Model model, PathMethod method, PruningOptions options) =>
        Check(model, method.Name, options, [.. OfMeasurement.Intersect(method.Parameters.Append("Fold"))], OfMeasurement);

    /// <summary>Checks what was given for the method that puts a simple model in a model's place.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>.</exception>
    internal static void CheckSubmodel(Model model, PruningOptions options) =>
        Check(
            model,
            SubmodelPruner.Method,
            options,
            ["MaxAccuracyDrop", "MaxSizeKB", "MaxLatencyMs"],
            [.. OfNetworks, .. QuantizationRules.Parameters, .. OfPaths, .. OfFeatures, "MaxMacs"]
        );

    /// <summary>Checks what was given about the schedule and its training.</summary>
    /// <exception cref="ComputeException"><c>ParameterNotForSchedule</c>.</exception>
    internal static void CheckSchedule(PruningSchedule schedule, PruningCriterion criterion, PruningOptions options)
    {
        foreach (string parameter in PruningScheduleCatalog.Parameters.Where(options.Given.Contains))
        {
            // Criteria that look at data take it in batches too.
            if (!schedule.Parameters.Contains(parameter) && !(parameter == "BatchSize" && criterion.NeedsData))
                throw PruningErrors.ParameterNotForSchedule(parameter, schedule.Name, PruningScheduleCatalog.Reading(parameter));
        }
    }

    private static void Check(Model model, string method, PruningOptions options, IReadOnlyList<string> read, IReadOnlyList<string> known)
    {
        if (known.FirstOrDefault(parameter => options.Given.Contains(parameter) && !read.Contains(parameter)) is { } ignored)
            throw PruningErrors.ParameterNotForMethod(model, method, ignored, read);
        if (options.Given.Contains("LatencyBatchSize") && options.Target.MaxLatencyMs is null)
            throw PruningErrors.LatencyBatchSizeWithoutBudget();
    }
}
