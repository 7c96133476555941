using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent: v ← μ·v + g; w ← w − η·v, or w − η·(g + μ·v) with Nesterov's look-ahead (Sutskever et al. 2013).
/// Weight decay is a part of the gradient.
/// </summary>
internal sealed class SgdOptimizer : Optimizer
{
    private readonly double _momentum;
    private readonly bool _nesterov;
    private readonly Tensor? _velocity;

    internal SgdOptimizer(FlatParameters parameters, TrainingOptions options)
        : base(parameters, options)
    {
        _momentum = options.Momentum ?? OptimizerCatalog.DefaultMomentum("SGD");
        _nesterov = options.Nesterov;
        _velocity = _momentum > 0 ? NewState("velocity") : null;
    }

    internal override void Step(double learningRate, long step)
    {
        AddDecayToGradient();
        Tensor direction = Parameters.Gradient;
        if (_velocity is not null)
        {
            _velocity.Scale(_momentum).Increase(Parameters.Gradient);
            direction = _nesterov ? Parameters.Gradient.Increase(_velocity, _momentum) : _velocity;
        }
        Parameters.Value.Increase(direction, -learningRate);
    }
}
