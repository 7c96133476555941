using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// Early stopping: remembers the state of the epoch with the lowest validation loss and tells when none has been better for too long.
/// </summary>
internal sealed class BestWeights : IDisposable
{
    private readonly FlatParameters _parameters;
    private readonly GraphParameter[] _statistics;
    private Tensor? _value;
    private Tensor[] _statisticValues = [];

    internal BestWeights(FlatParameters parameters, Graph graph)
    {
        _parameters = parameters;
        _statistics = [.. graph.Parameters.Values.Where(p => !p.IsTrainable && !p.IsConstant)];
    }

    /// <summary>The epoch that is remembered; 0 before the first.</summary>
    internal int Epoch { get; private set; }

    /// <summary>Its validation loss.</summary>
    internal double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>The remembered tensors: the flat parameters, then the statistics in the graph's order; empty before the first.</summary>
    internal IReadOnlyList<Tensor> Tensors => Epoch == 0 ? [] : Held;

    private IReadOnlyList<Tensor> Held => _value is null ? [] : [_value, .. _statisticValues];

    /// <summary>Remembers the present state if its loss is the lowest so far.</summary>
    internal void Offer(int epoch, double loss)
    {
        if (!(loss < Loss))
            return;
        Epoch = epoch;
        Loss = loss;
        Allocate();
        using DisposeScope scope = NewDisposeScope();
        _value!.copy_(_parameters.Value);
        for (int i = 0; i < _statistics.Length; i++)
            _statisticValues[i].copy_(_statistics[i].Value);
    }

    /// <summary>
    /// Forgets what was remembered: parts of the network went since, so that an earlier state is one of another network.
    /// </summary>
    internal void Forget() => (Epoch, Loss) = (0, double.PositiveInfinity);

    /// <summary>Makes room for a state that a checkpoint fills.</summary>
    internal IReadOnlyList<Tensor> Restore(int epoch, double loss)
    {
        Epoch = epoch;
        Loss = loss;
        Allocate();
        return Held;
    }

    /// <summary>Gives the network the remembered state.</summary>
    internal void PutBack()
    {
        if (_value is null || Epoch == 0)
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _parameters.Value.copy_(_value);
        for (int i = 0; i < _statistics.Length; i++)
            _statistics[i].Value.copy_(_statisticValues[i]);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Held)
            tensor.Dispose();
    }

    private void Allocate()
    {
        if (_value is not null)
            return;
        _value = empty_like(_parameters.Value).DetachFromDisposeScope();
        _statisticValues = [.. _statistics.Select(s => empty_like(s.Value).DetachFromDisposeScope())];
    }
}
