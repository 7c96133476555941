using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// Which options a method reads, beside the targets that every family has. Methods name what they alone read; what a whole family reads
/// stands here.
/// </summary>
internal static class OptionReaders
{
    /// <summary>What fine-tuning reads, which follows where features are taken from a network.</summary>
    private static readonly string[] FineTuning =
    [
        nameof(NetworkPruningOptions.FineTuneEpochs),
        nameof(NetworkPruningOptions.LearningRate),
        nameof(NetworkPruningOptions.BatchSize),
        .. FineTuningObjective.Options,
    ];

    /// <summary>What every method of a path reads.</summary>
    private static readonly string[] EveryPath = [nameof(PruningTarget.Rule), nameof(PathOptions.Fold)];

    /// <summary>What quantizing alone reads.</summary>
    internal static IReadOnlyList<string> OfQuantization { get; } =
    [.. Family(nameof(PruningOptions.Quantization)), nameof(NetworkPruningOptions.BatchSize), .. FineTuningObjective.Options];

    /// <summary>What the method that puts a simple model in a model's place reads.</summary>
    internal static IReadOnlyList<string> OfSubmodel { get; } =
    [nameof(PruningTarget.MaxAccuracyDrop), nameof(PruningTarget.MaxSizeKB), nameof(PruningTarget.MaxLatencyMs)];

    /// <summary>What a criterion for networks reads.</summary>
    internal static IReadOnlyList<string> Of(PruningCriterion criterion) =>
        [
            .. Family(nameof(PruningOptions.Network)),
            .. Family(nameof(PruningOptions.Distillation)),
            .. Family(nameof(PruningOptions.Checkpoint)),
            .. Family(nameof(PruningOptions.Quantization)),
            .. criterion.Reads,
            .. criterion.DefaultThreshold is null ? Array.Empty<string>() : [nameof(PruningTarget.Threshold)],
            nameof(PruningTarget.MaxMacs),
        ];

    /// <summary>What a method of a path reads.</summary>
    internal static IReadOnlyList<string> Of(PathMethod method) => [.. method.Reads, .. EveryPath];

    /// <summary>What a method that removes features reads.</summary>
    internal static IReadOnlyList<string> Of(FeatureMethod method) => [.. method.Reads, .. FineTuning];

    /// <summary>What the methods of a name read, whatever model they prune; nothing where there is none.</summary>
    internal static IEnumerable<string> Of(string method)
    {
        bool Is(string name) => name.Equals(method, StringComparison.OrdinalIgnoreCase);
        return
        [
            .. CriterionCatalog.All.Where(criterion => Is(criterion.Name)).SelectMany(Of),
            .. PathMethodCatalog.All.Where(path => Is(path.Name)).SelectMany(Of),
            .. FeatureMethodCatalog.All.Where(feature => Is(feature.Name)).SelectMany(Of),
            .. Is(SubmodelPruner.Method) ? OfSubmodel : [],
        ];
    }

    /// <summary>The options of a family.</summary>
    /// <param name="group">The property of <see cref="PruningOptions"/> that holds its record.</param>
    internal static IEnumerable<string> Family(string group) => OptionCatalog<PruningOptions>.Of(group);
}
