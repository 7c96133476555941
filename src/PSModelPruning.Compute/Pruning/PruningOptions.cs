using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// Everything that decides how a model is pruned, in one record for each family of choices. An option that was not set is null: the method,
/// schedule or family that reads it knows its default. Names of variants are those of the catalogs.
/// </summary>
/// <remarks>
/// To add an option, add a property with <see cref="OptionAttribute"/> to the record of its family, name it where it is read, and describe
/// it in the help of Invoke-ModelPrune. Nothing else lists options.
/// </remarks>
internal sealed record PruningOptions
{
    /// <summary>Null takes the family's default: Magnitude for networks.</summary>
    [Option("How to decide what matters least.")]
    [OptionName<PruningMethodCatalog>]
    public string? Method { get; init; }

    /// <summary>How far to prune.</summary>
    [OptionGroup]
    public PruningTarget Target { get; init; } = new();

    /// <summary>How networks are pruned.</summary>
    [OptionGroup]
    public NetworkPruningOptions Network { get; init; } = new();

    /// <summary>How the fine-tuning of a network learns from a teacher beside the data.</summary>
    [OptionGroup]
    public PruningDistillation Distillation { get; init; } = new();

    /// <summary>Where the state of a long pruning of a network is kept.</summary>
    [OptionGroup]
    [NotInFingerprint]
    public CheckpointOptions Checkpoint { get; init; } = new();

    /// <summary>How trees, forests, neighbours and ensembles are pruned.</summary>
    [OptionGroup]
    public PathOptions Path { get; init; } = new();

    /// <summary>How to decide which input features go.</summary>
    [OptionGroup]
    public FeatureOptions Features { get; init; } = new();

    /// <summary>The scorer of features that was named; null for none.</summary>
    internal string? Scorer => Features.Scorer;

    /// <summary>In how few bits the numbers of the result are.</summary>
    [OptionGroup]
    public QuantizationOptions Quantization { get; init; } = new();

    [Option("The seed of everything random.")]
    public int Seed { get; init; }

    /// <summary>Threads for tensor operations; 0 leaves the process's setting.</summary>
    [Option("Threads for tensor operations.")]
    [OptionRange(1, 1024)]
    [NotInFingerprint]
    public int Threads { get; init; }

    /// <summary>The result's name; null adds what is left to the model's.</summary>
    [Option("The name of the result.")]
    [NotInFingerprint]
    public string? Name { get; init; }

    /// <summary>True where input features go, rather than weights or units.</summary>
    internal bool IsOfFeatures => Target.IsOfFeatures || (FeatureMethodCatalog.Has(Method) && !ScoresWeights);

    /// <summary>
    /// True where the method's name is also that of a criterion for weights and units, and a granularity says that these go.
    /// </summary>
    private bool ScoresWeights => Variants.HasCriterion(Method) && SaysGranularity;

    /// <summary>True where a granularity was named, or a setting was given that one granularity alone reads.</summary>
    internal bool SaysGranularity =>
        Network.Granularity is not null || Variants.Granularities.Any(granularity => granularity.IsImpliedBy(this));

    /// <summary>What the names of a method, a granularity and a schedule mean for networks.</summary>
    [NotInFingerprint]
    internal NetworkVariants Variants { get; init; } = NetworkVariants.Listed;
}
