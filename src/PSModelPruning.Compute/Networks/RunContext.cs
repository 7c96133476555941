using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>How a graph is run.</summary>
/// <param name="IsTraining">True in training: dropout drops, BatchNormalization uses the batch's statistics and updates its own.</param>
/// <param name="Generator">The random numbers of the run, needed where dropout drops.</param>
/// <param name="BatchNormMomentum">The weight of the newest batch in running statistics, 0 to 1.</param>
/// <param name="EstimatesStatistics">True where BatchNormalization uses the batch's statistics and updates its own although this is not training.</param>
internal readonly record struct RunContext(bool IsTraining, Generator? Generator = null, double BatchNormMomentum = 0.1, bool EstimatesStatistics = false)
{
    internal static readonly RunContext Inference = new(false);

    /// <summary>The run that estimates BatchNormalization's statistics as the mean over batches: the nth batch weighs 1/n.</summary>
    /// <param name="batch">Which batch it is, counted from 1.</param>
    internal static RunContext Estimation(int batch) => new(false, null, 1.0 / batch, true);
}
