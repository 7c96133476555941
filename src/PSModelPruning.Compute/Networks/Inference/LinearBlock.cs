namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// What a kernel of a linear layer computes in one call: one output or a few neighbouring ones, at all positions of a grid. The output at a
/// position is bias + residual + Σ over taps of weight · input[position + offset], limited to [Low, High]. All strides count float32
/// numbers.
/// </summary>
internal unsafe struct LinearBlock
{
    /// <summary>Dense: the weights, <c>[taps, outputs of the block]</c>.</summary>
    internal float* Weights;

    /// <summary>Dense: where each tap lies, seen from a position's base.</summary>
    internal int* Offsets;

    /// <summary>Sparse: the taps whose weight is not zero.</summary>
    internal SparseTap* Taps;

    internal int TapCount;

    /// <summary>One an output.</summary>
    internal float* Bias;

    internal float* Input;

    /// <summary>From position to position.</summary>
    internal nint InputStep;

    /// <summary>From a row of positions to the next.</summary>
    internal nint InputRow;

    internal float* Output;

    internal nint OutputStep;

    internal nint OutputRow;

    /// <summary>From output to output.</summary>
    internal nint OutputChannel;

    /// <summary>What is added to the output, with strides of its own; null for nothing.</summary>
    internal float* Residual;

    internal nint ResidualStep;

    internal nint ResidualRow;

    internal nint ResidualChannel;

    /// <summary>Rows of positions.</summary>
    internal int Rows;

    /// <summary>Positions in a row.</summary>
    internal int Positions;

    internal float Low;

    internal float High;
}

/// <summary>A weight that is not zero.</summary>
/// <param name="offset">Where its input lies, seen from a position's base.</param>
/// <param name="weight">The weight.</param>
internal readonly struct SparseTap(int offset, float weight)
{
    internal readonly int Offset = offset;
    internal readonly float Weight = weight;
}
