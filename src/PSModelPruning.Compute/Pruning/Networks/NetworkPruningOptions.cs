using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Runtime.Options;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Losses;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>How networks are pruned and fine-tuned.</summary>
internal sealed record NetworkPruningOptions
{
    /// <summary>Null chooses Channel where a budget needs smaller tensors, else Element.</summary>
    [Option("What is removed together.")]
    [OptionName<GranularityCatalog>]
    public string? Granularity { get; init; }

    /// <summary>N:M, see <see cref="NMPattern"/>; null takes 2:4.</summary>
    [Option("N:M: how many of so many neighbouring weights stay, such as 2:4.")]
    public string? Pattern { get; init; }

    /// <summary>One or two numbers, see <see cref="Granularities.BlockSize"/>; null takes 4 × 4.</summary>
    [Option("The size of a block of weights: outputs x inputs, or one number for both.")]
    [OptionRange(1, 1_000_000)]
    public IReadOnlyList<int>? BlockSize { get; init; }

    /// <summary>Null is <see cref="PruningScope.Global"/>.</summary>
    [Option("Whether all layers compete, or each loses the same fraction.")]
    public PruningScope? Scope { get; init; }

    /// <summary>How much each layer loses; null where <see cref="Scope"/> decides.</summary>
    [Option("How much each layer loses: a rule, a table, or the output of Measure-LayerSensitivity.")]
    public LayerRatios? LayerSparsity { get; init; }

    /// <summary>Null chooses Gradual for single weights and OneShot where tensors get smaller or nothing is fine-tuned.</summary>
    [Option("How the target is approached.")]
    [OptionName<PruningScheduleCatalog>]
    public string? Schedule { get; init; }

    /// <summary>Steps towards the target; null takes the schedule's own number.</summary>
    [Option("Steps of the schedule.")]
    [OptionRange(1, 10_000)]
    public int? Steps { get; init; }

    /// <summary>The epoch of the original training that schedules which repeat it go back to; null is 0, before the first.</summary>
    [Option("The epoch of the original training to return to; 0 is before the first.")]
    [OptionRange(0, 1_000_000)]
    public int? RewindEpoch { get; init; }

    /// <summary>Epochs of fine-tuning after each step (in all, for Gradual); null takes the schedule's own number.</summary>
    [Option("Epochs of fine-tuning after each step; 0 turns it off.")]
    [OptionRange(0, 100_000)]
    public int? FineTuneEpochs { get; init; }

    /// <summary>The greatest learning rate of fine-tuning; null takes the schedule's own.</summary>
    [Option("The highest learning rate of fine-tuning.")]
    [OptionRange(0, 1e6, IsAbove = true)]
    public double? LearningRate { get; init; }

    /// <summary>Rows of a step of fine-tuning, and of a batch that criteria look at; null is <see cref="BatchRows"/>'s default.</summary>
    [Option("The number of rows per update of fine-tuning.")]
    [OptionRange(1, 1_000_000)]
    public int? BatchSize { get; init; }

    /// <summary>What fine-tuning minimizes; null is the loss that the model was trained with.</summary>
    [Option("What fine-tuning minimizes; the model's own loss if not set.")]
    [OptionName<LossCatalog>]
    public string? Loss { get; init; }

    /// <summary>How fine-tuning weighs classes; null is as the model was trained.</summary>
    [Option("How fine-tuning weighs classes; as the model was trained if not set.")]
    public ClassWeightChoice? ClassWeight { get; init; }

    /// <summary>The label smoothing of fine-tuning; null is that of the model's training.</summary>
    [Option("The label smoothing of fine-tuning; as the model was trained if not set.")]
    [OptionRange(0, 0.999)]
    public double? LabelSmoothing { get; init; }

    /// <summary>The weight decay of fine-tuning; null is that of the model's training.</summary>
    [Option("The weight decay of fine-tuning; as the model was trained if not set.")]
    [OptionRange(0, 1e6)]
    public double? WeightDecay { get; init; }

    /// <summary>The strength that the penalty of the schedule Proximal begins with; null chooses it by the weights.</summary>
    [Option("The initial strength of the penalty of the schedule Proximal.")]
    [OptionRange(1e-12, 1e6)]
    public double? Penalty { get; init; }

    /// <summary>Layers whose own weights and units stay, by name without regard to case.</summary>
    [Option("The layers to leave unpruned.")]
    public IReadOnlyList<string>? ExcludeLayer { get; init; }

    /// <summary>Layers keep a multiple of this many channels; null is 1.</summary>
    [Option("Layers keep a multiple of this many channels.")]
    [OptionRange(1, 1_000_000)]
    public int? RoundTo { get; init; }

    /// <summary>
    /// The greatest fraction of its channels, or of its single weights, that a layer loses. Null is <see cref="UsualMost"/> for channels
    /// where all layers compete, which a target beyond it overrules, and no bound for single weights.
    /// </summary>
    [Option("The greatest fraction of its channels, neurons or weights that a layer loses.")]
    [OptionRange(0, 1, IsAbove = true)]
    public double? MaxLayerSparsity { get; init; }

    /// <summary>
    /// The fraction of its channels that a layer loses at most where nothing else is said and other layers can lose theirs.
    /// </summary>
    internal const double UsualMost = 0.9;

    /// <summary>Rows of a batch.</summary>
    internal int BatchRows => BatchSize ?? 64;

    /// <summary>The epoch of the original training to go back to.</summary>
    internal int FirstEpoch => RewindEpoch ?? 0;

    /// <summary>Among which units the least important are sought.</summary>
    internal PruningScope Competition => Scope ?? PruningScope.Global;

    /// <summary>What a report says of what competes: the scope, or the rule of layer sparsities.</summary>
    internal string CompetitionText => LayerSparsity is { } ratios ? $"Layer sparsity: {ratios.Name}" : Competition.ToString();
}
