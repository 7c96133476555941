using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// Gives the tensor that an operator adds to what a weight gives inside of it, so that the loss can be differentiated there.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="input">Which input the weight is.</param>
/// <param name="shape">The shape of the products, in the order of <see cref="IMatrixOperator.Rows"/>: <c>[groups, examples, positions,
/// out]</c>.</param>
internal delegate Tensor RunProbe(Node node, int input, long[] shape);

/// <summary>How a graph is run.</summary>
/// <param name="IsTraining">True in training: dropout drops, BatchNormalization uses the batch's statistics and updates its own.</param>
/// <param name="Generator">The random numbers of the run, needed where dropout drops.</param>
/// <param name="BatchNormMomentum">The weight of the newest batch in running statistics, 0 to 1.</param>
/// <param name="EstimatesStatistics">True where BatchNormalization uses the batch's statistics and updates its own although this is not
/// training.</param>
internal readonly record struct RunContext(
    bool IsTraining,
    Generator? Generator = null,
    double BatchNormMomentum = 0.1,
    bool EstimatesStatistics = false
)
{
    internal static readonly RunContext Inference = new(false);

    /// <summary>Asked by operators whose weights' products are not their output; null in normal runs.</summary>
    internal RunProbe? Probe { get; init; }

    /// <summary>The run that estimates BatchNormalization's statistics as the mean over batches: the nth batch weighs 1/n.</summary>
    /// <param name="batch">Which batch it is, counted from 1.</param>
    internal static RunContext Estimation(int batch) => new(false, null, 1.0 / batch, true);
}
