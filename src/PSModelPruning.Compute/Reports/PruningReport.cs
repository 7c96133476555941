namespace PSModelPruning.Compute;

/// <summary>
/// What was pruned, how, and what it cost. Scores are accuracy, or R² for regression, on the validation partition; NaN where there is none.
/// </summary>
public sealed record PruningReport
{
    private readonly PruningLayer[] _layers = [];
    private readonly PruningRound[] _rounds = [];
    private readonly FeatureDrop[] _droppedFeatures = [];
    private readonly SubmodelTrial[] _trials = [];

    /// <summary>What scored the weights: Magnitude, Taylor …</summary>
    public required string Method { get; init; }

    /// <summary>What was removed: Element, Channel, Feature.</summary>
    public required string Granularity { get; init; }

    /// <summary>How the target was approached: OneShot, Iterative, Gradual.</summary>
    public required string Schedule { get; init; }

    /// <summary>Where units competed: Global or Layer.</summary>
    public required string Scope { get; init; }

    /// <summary>The target in words: "sparsity 0.9", "accuracy drop at most 0.01".</summary>
    public required string Target { get; init; }

    /// <summary>The fraction of the original model's prunable units that is gone, 0 to 1.</summary>
    public double Sparsity { get; init; }

    /// <summary>Epochs of fine-tuning after each step (in all, for Gradual).</summary>
    public int FineTuneEpochs { get; init; }

    /// <summary>The seed of the scores and of fine-tuning.</summary>
    public int Seed { get; init; }

    /// <summary>The score before.</summary>
    public double ScoreBefore { get; init; } = double.NaN;

    /// <summary>The score after.</summary>
    public double ScoreAfter { get; init; } = double.NaN;

    /// <summary>Trainable numbers before.</summary>
    public long ParametersBefore { get; init; }

    /// <summary>Trainable numbers after, zeros included.</summary>
    public long ParametersAfter { get; init; }

    /// <summary>Trainable numbers that are not zero, after.</summary>
    public long NonzeroParametersAfter { get; init; }

    /// <summary>Multiply-accumulates of one row before.</summary>
    public long MultiplyAccumulatesBefore { get; init; }

    /// <summary>Multiply-accumulates of one row after.</summary>
    public long MultiplyAccumulatesAfter { get; init; }

    /// <summary>Packed bytes before, as a model file holds them.</summary>
    public long BytesBefore { get; init; }

    /// <summary>Packed bytes after.</summary>
    public long BytesAfter { get; init; }

    /// <summary>What happened to each layer that has parameters.</summary>
    public IReadOnlyList<PruningLayer> Layers
    {
        get => _layers;
        init => _layers = value.ToArray();
    }

    /// <summary>The steps of the schedule.</summary>
    public IReadOnlyList<PruningRound> Rounds
    {
        get => _rounds;
        init => _rounds = value.ToArray();
    }

    /// <summary>
    /// The input features that went, in the order in which they did, each with its reason; empty where something else was pruned.
    /// </summary>
    public IReadOnlyList<FeatureDrop> DroppedFeatures
    {
        get => _droppedFeatures;
        init => _droppedFeatures = value.ToArray();
    }

    /// <summary>The simple models that were tried in place of the model, simplest first; empty for other methods than Submodel.</summary>
    public IReadOnlyList<SubmodelTrial> Trials
    {
        get => _trials;
        init => _trials = value.ToArray();
    }

    /// <summary>In how few bits the numbers are stored, and how those were chosen; null where they stay float32.</summary>
    public QuantizationReport? Quantization { get; init; }

    /// <summary>Whether numbers were stored in fewer bits and nothing was pruned.</summary>
    internal bool IsQuantizationAlone => Quantization is not null && Rounds.Count == 0;

    /// <summary>The method, the sparsity and the numbers, in a line.</summary>
    public override string ToString() =>
        IsQuantizationAlone
            ? Quantization!.ToString()
            : FormattableString.Invariant($"{Method}, {Granularity}, {Sparsity:P1} gone{(Quantization is null ? "" : "; ")}{Quantization}");
}
