using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): weights shrink by η·λ before the step, which the division
/// by the gradient's mean square does not touch.
/// </summary>
internal sealed class AdamWOptimizer(FlatParameters parameters, TrainingOptions options) : AdamOptimizer(parameters, options)
{
    private protected override void Decay(double learningRate)
    {
        if (WeightDecay > 0)
            Parameters.DecayedValue.Scale(1 - learningRate * WeightDecay);
    }
}
