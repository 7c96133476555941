using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// The sum of −w·∂L/∂w over the steps of training, for every trainable parameter: how far each weight was pushed away from zero.
/// </summary>
internal sealed class MovementTrace : IDisposable
{
    private readonly Dictionary<string, Tensor> _sums = [];

    /// <summary>Adds a step: called between a backward pass and the update. A parameter whose shape has changed starts anew.</summary>
    internal void Observe(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            if (!parameter.IsTrainable || parameter.Value.grad is not { } gradient)
                continue;
            if (Of(parameter) is not { } sum)
            {
                if (_sums.Remove(parameter.Name, out Tensor? old))
                    old.Dispose();
                _sums.Add(parameter.Name, sum = zeros(parameter.Shape).DetachFromDisposeScope());
            }
            sum.sub_(gradient * parameter.Value.detach());
        }
    }

    /// <summary>The sum so far; null where nothing was observed since the parameter has its shape. Belongs to this trace.</summary>
    internal Tensor? Of(GraphParameter parameter) =>
        _sums.TryGetValue(parameter.Name, out Tensor? sum) && sum.shape.SequenceEqual(parameter.Shape) ? sum : null;

    /// <summary>The sums, by parameter; a checkpoint holds them.</summary>
    internal IEnumerable<(string Parameter, Tensor Value)> Sums => _sums.Select(sum => (sum.Key, sum.Value));

    /// <summary>Takes up a sum that <see cref="Sums"/> gave.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="sum">As many numbers as it has; copied.</param>
    internal void Restore(GraphParameter parameter, Tensor sum) =>
        _sums.Add(parameter.Name, sum.view(parameter.Shape).clone().DetachFromDisposeScope());

    public void Dispose()
    {
        foreach (Tensor sum in _sums.Values)
            sum.Dispose();
    }
}
