using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// While a graph is fitted, all its trainable parameters are views into one tensor, and their gradients views into another, so that an
/// optimizer step, weight decay, clipping and masks are a handful of operations whatever the number of layers. Weights (two or more axes)
/// lie first, then biases and factors, so that what is decayed is one contiguous part. Disposing gives every parameter a tensor of its own
/// again.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    private readonly GraphParameter[] _parameters;
    private readonly Tensor?[] _masks;
    private readonly Tensor[] _gradients;
    private Tensor? _mask;
    private Tensor? _kept;

    internal FlatParameters(Graph graph)
    {
        _parameters = [.. graph.Parameters.Values.Where(p => p.IsTrainable).OrderBy(p => p.Shape.Length >= 2 ? 0 : 1)];
        _masks = new Tensor?[_parameters.Length];
        _gradients = new Tensor[_parameters.Length];
        Count = _parameters.Sum(p => p.ElementCount);
        long decayed = _parameters.Where(p => p.Shape.Length >= 2).Sum(p => p.ElementCount);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        // What is made here belongs to the scope until all of it is there, so that nothing is left behind where a step throws.
        Value = empty(Count, dtype: ScalarType.Float32);
        Gradient = zeros(Count, dtype: ScalarType.Float32);
        DecayedValue = Value.narrow(0, 0, decayed);
        DecayedGradient = Gradient.narrow(0, 0, decayed);
        var leaves = new Tensor[_parameters.Length];
        long offset = 0;
        for (int i = 0; i < _parameters.Length; i++)
        {
            GraphParameter parameter = _parameters[i];
            long count = parameter.ElementCount;
            long[] shape = parameter.Shape;
            Tensor view = Value.narrow(0, offset, count).view(shape);
            view.copy_(parameter.Value.detach());
            _gradients[i] = Gradient.narrow(0, offset, count).view(shape);
            leaves[i] = view.detach().requires_grad_(true);
            leaves[i].grad = _gradients[i];
            offset += count;
        }
        RefreshMask();
        ApplyMask();
        for (int i = 0; i < _parameters.Length; i++)
            _parameters[i].Replace(leaves[i], _parameters[i].Mask);
        foreach (Tensor kept in _gradients.Append(Value).Append(Gradient).Append(DecayedValue).Append(DecayedGradient))
            kept.DetachFromDisposeScope();
    }

    /// <summary>Numbers that are fitted.</summary>
    internal long Count { get; }

    /// <summary>All trainable numbers, <c>[count]</c>.</summary>
    internal Tensor Value { get; }

    /// <summary>Their gradients, <c>[count]</c>, which backward passes add to.</summary>
    internal Tensor Gradient { get; }

    /// <summary>The part of <see cref="Value"/> that weight decay and L1 are for.</summary>
    internal Tensor DecayedValue { get; }

    /// <summary>The gradients of <see cref="DecayedValue"/>.</summary>
    internal Tensor DecayedGradient { get; }

    /// <summary>Sets gradients of pruned elements to zero, so that they do not count in the gradient's norm.</summary>
    internal void MaskGradient()
    {
        if (_mask is not null)
            Gradient.mul_(_mask);
    }

    /// <summary>Sets pruned elements to exact zeros.</summary>
    internal void ApplyMask()
    {
        if (_mask is not null)
            Value.mul_(_mask);
    }

    /// <summary>Remembers all numbers, so that others may take their place for a while.</summary>
    internal void Keep() => (_kept ??= empty_like(Value).DetachFromDisposeScope()).copy_(Value);

    /// <summary>Puts the numbers back that <see cref="Keep"/> remembered.</summary>
    internal void PutBack() => Value.copy_(_kept!);

    /// <summary>Takes up masks that were set since the last look.</summary>
    /// <returns>True where a mask has changed.</returns>
    internal bool RefreshMask()
    {
        bool changed = false;
        for (int i = 0; i < _parameters.Length; i++)
        {
            changed |= !ReferenceEquals(_masks[i], _parameters[i].Mask);
            _masks[i] = _parameters[i].Mask;
        }
        if (!changed)
            return false;
        using DisposeScope scope = NewDisposeScope();
        _mask?.Dispose();
        _mask = _masks.All(m => m is null)
            ? null
            : cat([.. _parameters.Select(p => (p.Mask is null ? ones(p.ElementCount) : p.Mask.reshape(-1)).to_type(ScalarType.Float32))], 0)
                .DetachFromDisposeScope();
        return true;
    }

    /// <summary>Gives every parameter a tensor of its own, which needs no gradient.</summary>
    public void Dispose()
    {
        using (DisposeScope scope = NewDisposeScope())
        using (no_grad())
        {
            foreach (GraphParameter parameter in _parameters)
            {
                parameter.Value.grad = null;
                parameter.Replace(parameter.Value.detach().clone(), parameter.Mask);
            }
        }
        foreach (Tensor gradient in _gradients)
            gradient.Dispose();
        _mask?.Dispose();
        _kept?.Dispose();
        DecayedGradient.Dispose();
        DecayedValue.Dispose();
        Gradient.Dispose();
        Value.Dispose();
    }
}
