namespace PSModelPruning.Compute.Training;

/// <summary>
/// What a caller chose about fitting. A choice that is null takes the default, which depends on the data and the kind of model.
/// </summary>
internal sealed record TrainingChoices
{
    /// <inheritdoc cref="TrainingOptions.Epochs"/>
    public int? Epochs { get; init; }

    /// <inheritdoc cref="TrainingOptions.BatchSize"/>
    public int? BatchSize { get; init; }

    /// <inheritdoc cref="TrainingOptions.LearningRate"/>
    public double? LearningRate { get; init; }

    /// <inheritdoc cref="TrainingOptions.Optimizer"/>
    public string? Optimizer { get; init; }

    /// <inheritdoc cref="TrainingOptions.Momentum"/>
    public double? Momentum { get; init; }

    /// <inheritdoc cref="TrainingOptions.Nesterov"/>
    public bool Nesterov { get; init; }

    /// <inheritdoc cref="TrainingOptions.WeightDecay"/>
    public double? WeightDecay { get; init; }

    /// <inheritdoc cref="TrainingOptions.L1"/>
    public double L1 { get; init; }

    /// <inheritdoc cref="TrainingOptions.BatchNormL1"/>
    public double BatchNormL1 { get; init; }

    /// <inheritdoc cref="TrainingOptions.Schedule"/>
    public string? Schedule { get; init; }

    /// <inheritdoc cref="TrainingOptions.WarmupEpochs"/>
    public double WarmupEpochs { get; init; }

    /// <inheritdoc cref="TrainingOptions.Loss"/>
    public string? Loss { get; init; }

    /// <inheritdoc cref="TrainingOptions.LabelSmoothing"/>
    public double LabelSmoothing { get; init; }

    /// <inheritdoc cref="TrainingOptions.Patience"/>
    public int? Patience { get; init; }

    /// <inheritdoc cref="TrainingOptions.GradientClip"/>
    public double GradientClip { get; init; }

    /// <summary>The options with the defaults of the data and the kind for what was not chosen.</summary>
    internal TrainingOptions Complete(Dataset dataset, string kind)
    {
        TrainingOptions defaults = TrainingDefaults.For(dataset, kind, Optimizer, BatchSize, Epochs);
        return defaults with
        {
            LearningRate = LearningRate ?? defaults.LearningRate,
            Momentum = Momentum,
            Nesterov = Nesterov,
            WeightDecay = WeightDecay ?? defaults.WeightDecay,
            L1 = L1,
            BatchNormL1 = BatchNormL1,
            Schedule = Schedule ?? defaults.Schedule,
            WarmupEpochs = WarmupEpochs,
            Loss = Loss ?? defaults.Loss,
            LabelSmoothing = LabelSmoothing,
            Patience = Patience ?? defaults.Patience,
            GradientClip = GradientClip,
        };
    }
}
