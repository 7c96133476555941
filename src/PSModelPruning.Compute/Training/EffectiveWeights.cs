using PSModelPruning.Compute.Networks;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// Weights that a network is run with in place of those that are trained: masked, quantized … Every forward pass of a run, those of the
/// validation too, sees what <see cref="Apply"/> makes of the real weights; the gradient that was taken there updates the real ones as if
/// the transform were the identity (the straight-through estimator, Bengio, Léonard, Courville 2013). At the end of the run the network
/// holds the transformed weights. Given to a run as
/// <see cref="TrainingHooks.EffectiveWeights"/>.
/// </summary>
/// <remarks>
/// Between steps (<see cref="TrainingHooks.AfterStep"/>, <see cref="TrainingHooks.AfterBackward"/>) and in checkpoints the real weights are
/// in place.
/// </remarks>
internal abstract class EffectiveWeights
{
    /// <summary>What a checkpoint calls it: a run is only resumed by one with the same.</summary>
    internal abstract string Name { get; }

    /// <summary>
    /// What the transform carries from step to step and a checkpoint must hold beside the weights: float32 tensors by unique names, filled
    /// in place when a run is resumed.
    /// </summary>
    internal virtual IReadOnlyList<(string Name, Tensor Value)> State => [];

    /// <summary>
    /// Overwrites values of trainable parameters in place, <c>parameter.Value.copy_(…)</c>, with what the network is to be run with. Called
    /// without gradient recording, inside a dispose scope, with the real weights in the parameters. Zeros that masks keep must stay zeros.
    /// </summary>
    /// <param name="graph">The graph that is trained.</param>
    internal abstract void Apply(Graph graph);
}
