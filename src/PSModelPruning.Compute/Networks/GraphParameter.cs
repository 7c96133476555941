using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>A tensor that belongs to a graph: a weight, a bias, or a statistic such as BatchNormalization's running mean.</summary>
internal sealed class GraphParameter
{
    internal GraphParameter(string name, Tensor value, bool isTrainable)
    {
        Name = name;
        Value = value.DetachFromDisposeScope();
        IsTrainable = isTrainable;
    }

    /// <summary>Unique in the graph: the node's name and the role, <c>conv1.weight</c>.</summary>
    internal string Name { get; }

    /// <summary>The tensor; the graph owns it. Float32, or for constants any type of <see cref="ElementTypes"/>.</summary>
    internal Tensor Value { get; private set; }

    /// <summary>False for statistics, which are estimated and never receive gradients.</summary>
    internal bool IsTrainable { get; }

    /// <summary>
    /// 1 where the element may be nonzero, 0 where it was pruned; the same shape as <see cref="Value"/>; null where nothing was pruned.
    /// The graph owns it. Element pruning sets it and training keeps it: <see cref="ApplyMask"/>.
    /// </summary>
    internal Tensor? Mask { get; private set; }

    /// <summary>
    /// How the numbers are represented in few bits; null for float32. Whoever changes <see cref="Value"/> to numbers that it cannot
    /// represent sets it to null.
    /// </summary>
    internal WeightEncoding? Encoding { get; set; }

    /// <summary>
    /// The value that <see cref="Rewind"/> takes the parameter back to, of the same shape as <see cref="Value"/>: where pruning takes
    /// slices out of the one it takes them out of the other. Null where nothing is remembered; not a part of copies.
    /// </summary>
    internal Tensor? Start { get; private set; }

    /// <summary>True for numbers that are neither trained nor estimated and are not float32: indices, choices.</summary>
    internal bool IsConstant => Value.dtype != ScalarType.Float32;

    internal long[] Shape => Value.shape;

    internal long ElementCount => Value.numel();

    /// <summary>
    /// Replaces the tensor (of any shape) and disposes the old one; the mask goes with it unless a new one is set, and so does the
    /// encoding.
    /// </summary>
    internal void Replace(Tensor value, Tensor? mask = null)
    {
        Tensor old = Value;
        Value = value.DetachFromDisposeScope();
        if (!ReferenceEquals(old, value))
            old.Dispose();
        SetMask(mask);
        Encoding = null;
        if (Start is { } start && !start.shape.SequenceEqual(Value.shape))
            SetStart(null);
    }

    internal void SetStart(Tensor? start)
    {
        Start?.Dispose();
        Start = start?.DetachFromDisposeScope();
    }

    /// <summary>Takes the value that is remembered, where one is; pruned elements stay zero.</summary>
    internal void Rewind()
    {
        if (Start is null)
            return;
        using var _ = no_grad();
        Value.copy_(Start);
        Encoding = null;
        ApplyMask();
    }

    internal void SetMask(Tensor? mask)
    {
        Tensor? old = Mask;
        Mask = mask?.DetachFromDisposeScope();
        if (old is not null && !ReferenceEquals(old, mask))
            old.Dispose();
    }

    /// <summary>Sets the pruned elements to exact zeros.</summary>
    internal void ApplyMask()
    {
        if (Mask is null)
            return;
        using var _ = no_grad();
        Value.mul_(Mask);
    }

    /// <summary>
    /// Makes negative zeros positive, which masks leave of negative numbers, so that zero is one number in whatever is made of the value.
    /// </summary>
    internal void UnifyZeros()
    {
        if (Value.dtype != ScalarType.Float32)
            return;
        using var _ = no_grad();
        Value.Increase(0.0);
    }

    internal GraphParameter Clone()
    {
        using var _ = no_grad();
        var copy = new GraphParameter(Name, Value.clone(), IsTrainable) { Encoding = Encoding };
        copy.SetMask(Mask?.clone());
        return copy;
    }

    internal void Dispose()
    {
        Value.Dispose();
        Mask?.Dispose();
        Start?.Dispose();
    }
}
