using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>How a graph is run.</summary>
/// <param name="IsTraining">True in training: dropout drops, BatchNormalization uses the batch's statistics and updates its own.</param>
/// <param name="Generator">The random numbers of the run, needed where dropout drops.</param>
/// <param name="BatchNormMomentum">The weight of the newest batch in running statistics; null for a cumulative average.</param>
internal readonly record struct RunContext(bool IsTraining, Generator? Generator = null, double? BatchNormMomentum = 0.1)
{
    internal static readonly RunContext Inference = new(false);
}
