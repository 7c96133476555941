using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8: steps along the mean gradient divided by the root of its
/// mean square, both corrected for their start at zero. Weight decay is a part of the gradient; AdamW decouples it.
/// </summary>
internal class AdamOptimizer : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor _mean;
    private readonly Tensor _square;
    private readonly Tensor _denominator;

    internal AdamOptimizer(FlatParameters parameters, TrainingOptions options) : base(parameters, options)
    {
        _mean = NewState("mean");
        _square = NewState("square");
        _denominator = NewScratch();
    }

    internal override void Step(double learningRate, long step)
    {
        Decay(learningRate);
        double meanCorrection = 1 - Math.Pow(Beta1, step);
        double squareCorrection = 1 - Math.Pow(Beta2, step);
        Tensor gradient = Parameters.Gradient;
        _mean.mul_(Beta1).add_(gradient, 1 - Beta1);
        _square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        _denominator.copy_(_square).sqrt_().div_(Math.Sqrt(squareCorrection)).add_(Epsilon);
        Parameters.Value.addcdiv_(_mean, _denominator, -learningRate / meanCorrection);
    }

    /// <summary>Applies weight decay before the step.</summary>
    private protected virtual void Decay(double learningRate) => AddDecayToGradient();
}
