using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>
/// Turns gradients into a step. Works on the flat parameters of a run, so that a step costs the same few operations for any network.
/// Listed in <see cref="OptimizerCatalog"/>.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    private readonly List<(string Name, Tensor Value)> _state = [];
    private readonly List<Tensor> _scratch = [];

    private protected Optimizer(FlatParameters parameters, TrainingOptions options)
    {
        Parameters = parameters;
        WeightDecay = options.WeightDecay;
    }

    /// <summary>What is carried from step to step, by name: each <c>[count]</c>. A checkpoint holds it.</summary>
    internal IReadOnlyList<(string Name, Tensor Value)> State => _state;

    private protected FlatParameters Parameters { get; }

    private protected double WeightDecay { get; }

    /// <summary>Takes one step from the gradient, which it may overwrite. Called without gradient recording.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">The number of this step in the run, from 1.</param>
    internal abstract void Step(double learningRate, long step);

    public void Dispose()
    {
        foreach ((_, Tensor value) in _state)
            value.Dispose();
        foreach (Tensor value in _scratch)
            value.Dispose();
    }

    /// <summary>A state tensor of zeros.</summary>
    private protected Tensor NewState(string name)
    {
        Tensor value = zeros(Parameters.Count, dtype: ScalarType.Float32).DetachFromDisposeScope();
        _state.Add((name, value));
        return value;
    }

    /// <summary>
    /// A tensor that a step may use as it likes and that is not carried on; kept because fresh memory costs more than the arithmetic.
    /// </summary>
    private protected Tensor NewScratch()
    {
        Tensor value = empty(Parameters.Count, dtype: ScalarType.Float32).DetachFromDisposeScope();
        _scratch.Add(value);
        return value;
    }

    /// <summary>Weight decay as a part of the gradient (L2): g + λ·w, for the weights alone.</summary>
    private protected void AddDecayToGradient()
    {
        if (WeightDecay > 0)
            Parameters.DecayedGradient.Increase(Parameters.DecayedValue, WeightDecay);
    }
}
