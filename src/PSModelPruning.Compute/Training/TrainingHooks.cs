using PSModelPruning.Compute.Training.Checkpoints;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// What a caller does while a network is fitted, to prune it gradually for instance. The callbacks run between steps, without gradients;
/// they may set masks (<see cref="Networks.GraphParameter.SetMask"/>), which are applied at once, and read weights. They must not replace
/// or resize a parameter. To stop, cancel the monitor's token.
/// </summary>
internal sealed record TrainingHooks
{
    /// <summary>Called before every epoch with its number, from 1.</summary>
    internal Action<int>? BeforeEpoch { get; init; }

    /// <summary>
    /// Called after every backward pass, before the update: the trainable parameters' gradients are those of the batch's loss, 0 for pruned
    /// elements.
    /// </summary>
    internal Action? AfterBackward { get; init; }

    /// <summary>
    /// Called right after every update with its learning rate: may change weights in place (a proximal step). Masks are applied after it.
    /// </summary>
    internal Action<double>? AfterUpdate { get; init; }

    /// <summary>What the network is run with in place of the weights that are trained; null where it is those.</summary>
    internal EffectiveWeights? EffectiveWeights { get; init; }

    /// <summary>Called after every optimizer step with the number of steps done and the steps of the whole run.</summary>
    internal Action<long, long>? AfterStep { get; init; }

    /// <summary>
    /// Epochs of the options that count as done: the run begins with the learning rate and the order of rows of the next one, and with a
    /// new optimizer.
    /// </summary>
    internal int SkippedEpochs { get; init; }

    /// <summary>The epoch after which the run ends, as it is then; null for the last of the options.</summary>
    internal int? LastEpoch { get; init; }

    /// <summary>Where the state is kept after every epoch, in place of the file that the options name; null for that.</summary>
    internal CheckpointStore? Checkpoint { get; init; }

    /// <summary>What progress reports call the work: "Fine-tuning LeNet300".</summary>
    internal string Activity { get; init; } = "Training";
}
