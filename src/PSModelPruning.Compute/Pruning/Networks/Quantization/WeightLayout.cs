using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// Where the weights of an output channel lie in a tensor: entry c of an axis is <c>[outer, c, inner]</c> in row-major order.
/// </summary>
/// <param name="Shape">The tensor's shape.</param>
/// <param name="Axis">The axis of the output channels.</param>
/// <param name="IsConvolution">True for a convolution's weight.</param>
internal sealed record WeightLayout(long[] Shape, int Axis, bool IsConvolution)
{
    internal int Entries => checked((int)Shape[Axis]);

    /// <summary>Weights of one entry.</summary>
    internal int EntrySize => checked((int)(Shape.Aggregate(1L, (product, size) => product * size) / Math.Max(1, Shape[Axis])));

    private int Inner => checked((int)Shape.AsSpan(Axis + 1).ToArray().Aggregate(1L, (product, size) => product * size));

    /// <summary>The layout of a weight, by the operator that multiplies with it.</summary>
    internal static WeightLayout Find(Node node, GraphParameter weight)
    {
        IMatrixOperator? matrix = node.Operator.MatrixOf(node, weight.Name);
        return new(weight.Shape, matrix?.OutputAxis(node, weight.Shape.Length) ?? 0, matrix?.Form == MatrixForm.Convolution);
    }

    /// <summary>Copies the weights of one entry together, in row-major order of the other axes.</summary>
    internal void Gather(ReadOnlySpan<float> weights, int entry, Span<float> result)
    {
        int inner = Inner,
            stride = inner * Entries;
        for (int outer = 0, written = 0; written < result.Length; outer++, written += inner)
            weights.Slice(outer * stride + entry * inner, inner).CopyTo(result[written..]);
    }

    /// <summary>The inverse of <see cref="Gather"/>.</summary>
    internal void Scatter(ReadOnlySpan<float> values, int entry, Span<float> weights)
    {
        int inner = Inner,
            stride = inner * Entries;
        for (int outer = 0, read = 0; read < values.Length; outer++, read += inner)
            values.Slice(read, inner).CopyTo(weights[(outer * stride + entry * inner)..]);
    }
}
