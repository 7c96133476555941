namespace PSModelPruning.Compute.Networks.Building;

/// <summary>The settings of a convolution that is to be built.</summary>
/// <param name="Filters">Output channels.</param>
/// <param name="Kernel">The window's size, one entry an axis.</param>
internal sealed record Convolution(int Filters, params long[] Kernel)
{
    internal long Stride { get; init; } = 1;

    /// <summary>Zeros on each side of each axis.</summary>
    internal long Padding { get; init; }

    internal long Dilation { get; init; } = 1;

    internal int Groups { get; init; } = 1;

    /// <summary>False before BatchNormalization, which shifts anyway.</summary>
    internal bool HasBias { get; init; } = true;

    /// <summary>The node's attributes.</summary>
    internal NodeAttributes Attributes() =>
        NodeAttributes
            .Empty.With("kernel_shape", Kernel)
            .With("strides", Repeat(Stride, Kernel.Length))
            .With("pads", Repeat(Padding, 2 * Kernel.Length))
            .With("dilations", Repeat(Dilation, Kernel.Length))
            .With("group", Groups);

    private static long[] Repeat(long value, int count)
    {
        var values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
