using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Losses;

/// <summary>The mean of squared differences, in units of the target's variance.</summary>
internal sealed class MeanSquaredErrorLoss : Loss
{
    internal override Tensor Compute(Tensor output, Tensor target) => nn.functional.mse_loss(output, target);

    internal override Tensor NegativeLogLikelihood(Tensor output, Tensor target) =>
        nn.functional.mse_loss(output, target, nn.Reduction.Sum).Over(2);
}
