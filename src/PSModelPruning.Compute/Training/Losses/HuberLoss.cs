using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Losses;

/// <summary>
/// Half the squared difference up to one standard deviation of the target and linear beyond (Huber 1964, δ = 1), so that outliers pull
/// less.
/// </summary>
internal sealed class HuberLoss : Loss
{
    internal override Tensor Compute(Tensor output, Tensor target) => nn.functional.huber_loss(output, target, 1);

    internal override Tensor NegativeLogLikelihood(Tensor output, Tensor target) =>
        nn.functional.huber_loss(output, target, 1, nn.Reduction.Sum);
}
