using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Everything that decides how a model is pruned. Names of variants are those of the catalogs.</summary>
internal sealed record PruningOptions
{
    /// <summary>"" takes the family's default: Magnitude for networks.</summary>
    public string Method { get; init; } = "";

    /// <summary>"" chooses Channel where a budget needs smaller tensors, else Element.</summary>
    public string Granularity { get; init; } = "";

    /// <summary>"" chooses Gradual for single weights and OneShot where tensors get smaller or nothing is fine-tuned.</summary>
    public string Schedule { get; init; } = "";

    /// <summary>N:M, see <see cref="Networks.Granularities.NMPattern"/>; "" takes 2:4.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>One or two numbers, see <see cref="Networks.Granularities.BlockSize"/>; empty takes 4 × 4.</summary>
    public IReadOnlyList<int> BlockSize { get; init; } = [];

    public PruningScope Scope { get; init; } = PruningScope.Global;

    /// <summary>How much each layer of a network loses; null where <see cref="Scope"/> decides.</summary>
    public LayerRatios? LayerSparsity { get; init; }

    /// <summary>What a report says of what competes: the scope, or the rule of layer sparsities.</summary>
    internal string Competition => LayerSparsity is { } ratios ? $"Layer sparsity: {ratios.Name}" : Scope.ToString();

    public required PruningTarget Target { get; init; }

    /// <summary>Steps towards the target; 0 takes the schedule's own number.</summary>
    public int Steps { get; init; }

    /// <summary>The epoch of the original training that schedules which repeat it go back to; 0 is before the first.</summary>
    public int RewindEpoch { get; init; }

    /// <summary>Where the state of a long pruning of a network is kept.</summary>
    [NotInFingerprint]
    public CheckpointOptions Checkpoint { get; init; } = new();

    /// <summary>Epochs of fine-tuning after each step (in all, for Gradual); null takes the schedule's own number.</summary>
    public int? FineTuneEpochs { get; init; }

    public double LearningRate { get; init; } = 3e-3;

    /// <summary>The strength that the penalty of the schedule Proximal begins with; null chooses it by the weights.</summary>
    public double? Penalty { get; init; }

    public int BatchSize { get; init; } = 64;

    /// <summary>Layers whose own weights and units stay, by name without regard to case.</summary>
    public IReadOnlyList<string> ExcludeLayers { get; init; } = [];

    /// <summary>Layers keep a multiple of this many channels.</summary>
    public int RoundTo { get; init; } = 1;

    /// <summary>Rows of the prediction call whose latency a budget bounds.</summary>
    [NotInFingerprint]
    public int LatencyBatchSize { get; init; } = 1;

    /// <summary>Parts of cross-validation.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>The confidence level of pessimistic pruning, above 0 to 0.5 (C4.5's CF).</summary>
    public double Confidence { get; init; } = 0.25;

    /// <summary>
    /// The weight of the prior class fractions in minimum-error pruning (the m of Cestnik and Bratko's m-estimate); null takes the number
    /// of classes.
    /// </summary>
    public double? PriorWeight { get; init; }

    /// <summary>Passes of gradient descent over the leaf values after trees were chosen; 0 does not refine.</summary>
    public int RefinementEpochs { get; init; }

    /// <summary>How the fine-tuning of a network learns from a teacher beside the data; null for none.</summary>
    public PruningDistillation? Distillation { get; init; }

    /// <summary>How it is found out which input features go.</summary>
    public FeatureOptions Features { get; init; } = new();

    /// <summary>The scorer of features that was named; "" for none.</summary>
    internal string Scorer => Features.Scorer;

    /// <summary>In how few bits the numbers of the result are; the default leaves float32.</summary>
    public QuantizationOptions Quantization { get; init; } = new();

    public int Seed { get; init; }

    /// <summary>Threads for tensor operations; 0 leaves the process's setting.</summary>
    [NotInFingerprint]
    public int Threads { get; init; }

    /// <summary>True where input features go, rather than weights or units.</summary>
    internal bool IsOfFeatures => Target.IsOfFeatures || (FeatureMethodCatalog.Has(Method) && !ScoresWeights);

    /// <summary>
    /// True where the method's name is also that of a criterion for weights and units, and a granularity says that these go.
    /// </summary>
    private bool ScoresWeights => Variants.HasCriterion(Method) && SaysGranularity;

    /// <summary>True where a granularity was named, or a setting was given that one granularity alone reads.</summary>
    internal bool SaysGranularity => Granularity.Length > 0 || Variants.Granularities.Any(granularity => granularity.IsImpliedBy(this));

    /// <summary>What <see cref="Method"/>, <see cref="Granularity"/> and <see cref="Schedule"/> name for networks.</summary>
    [NotInFingerprint]
    internal NetworkVariants Variants { get; init; } = NetworkVariants.Listed;

    /// <summary>
    /// The names of the options of pruning that the user gave, so that one that would do nothing can be refused; empty for
    /// other callers.
    /// </summary>
    [NotInFingerprint]
    public IReadOnlySet<string> Given { get; init; } = new HashSet<string>();

    /// <summary>The result's name; null adds "(pruned)" to the model's.</summary>
    [NotInFingerprint]
    public string? Name { get; init; }
}
