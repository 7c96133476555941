namespace PSModelPruning.Compute.Training;

/// <summary>Everything that decides how a network is fitted. Names of variants are those of the catalogs.</summary>
internal sealed record TrainingOptions
{
    public int Epochs { get; init; } = 20;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-3;

    public string Optimizer { get; init; } = "Adam";

    public double Momentum { get; init; } = 0.9;

    public bool Nesterov { get; init; }

    public double WeightDecay { get; init; }

    /// <summary>The weight of the sum of absolute weights in the loss.</summary>
    public double L1 { get; init; }

    public string Schedule { get; init; } = "Constant";

    public double WarmupEpochs { get; init; }

    /// <summary>"" chooses cross-entropy for classification and mean squared error for regression.</summary>
    public string Loss { get; init; } = "";

    public double LabelSmoothing { get; init; }

    /// <summary>A weight a class, in the order of the classes; empty for equal weights.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>Epochs without a better validation loss after which training stops; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>The greatest Euclidean norm of the whole gradient; 0 does not clip.</summary>
    public double GradientClip { get; init; }

    /// <summary>Threads for tensor operations; 0 leaves the process's setting.</summary>
    public int Threads { get; init; }

    public int Seed { get; init; }

    public string? CheckpointPath { get; init; }

    public bool Resume { get; init; }
}
