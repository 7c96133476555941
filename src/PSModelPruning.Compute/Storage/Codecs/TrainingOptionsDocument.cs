namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>
/// How a network was trained, as <c>graph.json</c> holds it. See <see cref="TrainingOptions"/>; what concerns one run alone is not kept.
/// </summary>
internal sealed record TrainingOptionsDocument
{
    public int Epochs { get; init; } = 20;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-3;

    public string Optimizer { get; init; } = "Adam";

    public double? Momentum { get; init; }

    public bool Nesterov { get; init; }

    public double WeightDecay { get; init; }

    public double L1 { get; init; }

    public double BatchNormL1 { get; init; }

    public string Schedule { get; init; } = "Constant";

    public double WarmupEpochs { get; init; }

    public string Loss { get; init; } = "";

    public double LabelSmoothing { get; init; }

    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    public int Patience { get; init; }

    public double GradientClip { get; init; }

    public int Threads { get; init; }

    public int Seed { get; init; }

    public bool HadTeacher { get; init; }

    /// <summary>Read from older files and not used: a run's checkpoint does not belong to its model.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>As <see cref="CheckpointPath"/>; written so that files stay the same.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether a member that training needs is null.</summary>
    internal bool IsIncomplete => Optimizer is null || Schedule is null || Loss is null || ClassWeights is null;

    internal static TrainingOptionsDocument Of(TrainingOptions options) =>
        new()
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            Optimizer = options.Optimizer,
            Momentum = options.Momentum,
            Nesterov = options.Nesterov,
            WeightDecay = options.WeightDecay,
            L1 = options.L1,
            BatchNormL1 = options.BatchNormL1,
            Schedule = options.Schedule,
            WarmupEpochs = options.WarmupEpochs,
            Loss = options.Loss,
            LabelSmoothing = options.LabelSmoothing,
            ClassWeights = options.ClassWeights,
            Patience = options.Patience,
            GradientClip = options.GradientClip,
            Threads = options.Threads,
            Seed = options.Seed,
            HadTeacher = options.HadTeacher,
        };

    internal TrainingOptions ToOptions() =>
        new()
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            LearningRate = LearningRate,
            Optimizer = Optimizer,
            Momentum = Momentum,
            Nesterov = Nesterov,
            WeightDecay = WeightDecay,
            L1 = L1,
            BatchNormL1 = BatchNormL1,
            Schedule = Schedule,
            WarmupEpochs = WarmupEpochs,
            Loss = Loss,
            LabelSmoothing = LabelSmoothing,
            ClassWeights = [.. ClassWeights],
            Patience = Patience,
            GradientClip = GradientClip,
            Threads = Threads,
            Seed = Seed,
            HadTeacher = HadTeacher,
        };
}
