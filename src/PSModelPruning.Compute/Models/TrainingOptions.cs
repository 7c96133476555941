using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// Everything that decides how a network is fitted. Names of variants are those of the catalogs, without regard to case. A network keeps
/// the options of its training, so that it can be repeated.
/// </summary>
internal sealed record TrainingOptions
{
    public int Epochs { get; init; } = 20;

    /// <summary>Rows a step. A last batch of a single row joins the batch before it.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The greatest learning rate of the run; the schedule multiplies it.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>See <see cref="Training.Optimizers.OptimizerCatalog"/>.</summary>
    public string Optimizer { get; init; } = "Adam";

    /// <summary>The momentum of SGD and RMSprop; null is the optimizer's own default (SGD 0.9, RMSprop 0).</summary>
    public double? Momentum { get; init; }

    /// <summary>SGD looks ahead (Nesterov 1983, as Sutskever et al. 2013 write it).</summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// Decay of the weights of layers (tensors of two or more axes). Biases and the factors of normalization layers are not decayed,
    /// as is the field's habit (Goyal et al. 2017).
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>The factor of the sum of absolute weights that is added to the loss; for the tensors that weight decay is for.</summary>
    public double L1 { get; init; }

    /// <summary>
    /// The factor of the sum of the sizes of BatchNormalization's scales that is added to the loss (network slimming, Liu et al. 2017), so
    /// that the scales of channels that matter little fall to zero.
    /// </summary>
    public double BatchNormL1 { get; init; }

    /// <summary>See <see cref="Training.LearningRates.LearningRateScheduleCatalog"/>.</summary>
    public string Schedule { get; init; } = "Constant";

    /// <summary>Epochs in which the learning rate rises linearly from 0 before the schedule begins; may be a fraction.</summary>
    public double WarmupEpochs { get; init; }

    /// <summary>
    /// "" chooses cross-entropy for classification and mean squared error for regression. See <see cref="Training.Losses.LossCatalog"/>.
    /// </summary>
    public string Loss { get; init; } = "";

    /// <summary>The probability that is spread over all classes (Szegedy et al. 2016), 0 to below 1; cross-entropy only.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>A weight a class, in the order of the classes; empty for equal weights; cross-entropy only.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// Epochs without a better validation loss after which training stops; 0 never stops early. Where it is above 0, the weights of the
    /// epoch with the lowest validation loss are restored at the end, whether training stopped early or not.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>The greatest Euclidean norm of the whole gradient; 0 does not clip.</summary>
    public double GradientClip { get; init; }

    /// <summary>
    /// Threads for tensor operations; 0 chooses by the size of the work, see <see cref="Training.ThreadPlan"/>. They change the last bits
    /// of the weights, not what is done.
    /// </summary>
    [NotInFingerprint]
    public int Threads { get; init; }

    public int Seed { get; init; }

    /// <summary>True where a teacher took part, which is not kept with the network. A run compares the teacher itself.</summary>
    [NotInFingerprint]
    public bool HadTeacher { get; init; }

    /// <summary>The file that the state of the run is written to after every epoch; null for none.</summary>
    [NotInFingerprint]
    public string? CheckpointPath { get; init; }

    /// <summary>Goes on where the checkpoint stands.</summary>
    [NotInFingerprint]
    public bool Resume { get; init; }

    /// <summary>The options without what concerns one run alone and not the weights that it ends with: the checkpoint.</summary>
    internal TrainingOptions ToKeep() => this with { CheckpointPath = null, Resume = false };
}
