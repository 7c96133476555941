using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>
/// RMSprop (Hinton 2012, lecture 6e) with α = 0.99, ε = 1e-8: steps along the gradient divided by the root of its mean square, with
/// momentum on the quotient where one was asked for. Weight decay is a part of the gradient.
/// </summary>
internal sealed class RmsPropOptimizer : Optimizer
{
    private const double Alpha = 0.99;
    private const double Epsilon = 1e-8;

    private readonly double _momentum;
    private readonly Tensor _square;
    private readonly Tensor? _velocity;
    private readonly Tensor _denominator;

    internal RmsPropOptimizer(FlatParameters parameters, TrainingOptions options)
        : base(parameters, options)
    {
        _momentum = options.Momentum ?? OptimizerCatalog.DefaultMomentum("RMSprop");
        _square = NewState("square");
        _velocity = _momentum > 0 ? NewState("velocity") : null;
        _denominator = NewScratch();
    }

    internal override void Step(double learningRate, long step)
    {
        AddDecayToGradient();
        Tensor gradient = Parameters.Gradient;
        _square.Scale(Alpha).IncreaseByProduct(gradient, gradient, 1 - Alpha);
        _denominator.copy_(_square).sqrt_().Increase(Epsilon);
        if (_velocity is null)
        {
            Parameters.Value.IncreaseByQuotient(gradient, _denominator, -learningRate);
            return;
        }
        _velocity.Scale(_momentum).IncreaseByQuotient(gradient, _denominator);
        Parameters.Value.Increase(_velocity, -learningRate);
    }
}
