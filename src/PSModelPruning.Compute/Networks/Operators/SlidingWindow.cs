namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// The windows of a convolution or pooling over one input, from the ONNX attributes <c>kernel_shape</c>, <c>strides</c>, <c>dilations</c>,
/// <c>pads</c> (all begins, then all ends), <c>auto_pad</c> and <c>ceil_mode</c>; one entry an axis after the channels.
/// </summary>
/// <param name="Kernel">The window's size.</param>
/// <param name="Strides">The step from window to window.</param>
/// <param name="Dilations">The step inside the window.</param>
/// <param name="Begin">Padding before the first element.</param>
/// <param name="End">Padding after the last element, as the attributes say.</param>
/// <param name="Output">How many windows there are.</param>
/// <param name="Reach">Padding after the last element that the last window needs; differs from <paramref name="End"/> where windows stop
/// early or, with ceil_mode, hang over.</param>
internal sealed record SlidingWindow(long[] Kernel, long[] Strides, long[] Dilations, long[] Begin, long[] End, long[] Output, long[] Reach)
{
    /// <summary>True where torch's own padding (as much at the end as at the beginning) gives these windows.</summary>
    internal bool IsSymmetric => Begin.AsSpan().SequenceEqual(End);

    /// <summary>The padding as torch's <c>pad</c> takes it: last axis first, begin and end, so that exactly the windows fit.</summary>
    internal long[] Padding()
    {
        var padding = new long[Kernel.Length * 2];
        for (int axis = 0; axis < Kernel.Length; axis++)
        {
            padding[2 * (Kernel.Length - 1 - axis)] = Begin[axis];
            padding[2 * (Kernel.Length - 1 - axis) + 1] = Reach[axis];
        }
        return padding;
    }

    /// <summary>Reads the attributes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The input's shape, <c>[rows, channels, …]</c>.</param>
    /// <param name="kernel">The window's size where the node does not say it (a weight's).</param>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: the window does not fit into the input.</exception>
    internal static SlidingWindow Of(Node node, IReadOnlyList<long> input, long[]? kernel = null)
    {
        int axes = input.Count - 2;
        NodeAttributes attributes = node.Attributes;
        kernel = kernel is null || attributes.Has("kernel_shape") ? attributes.Integers("kernel_shape") : kernel;
        long[] strides = attributes.Integers("strides", Ones(kernel.Length));
        long[] dilations = attributes.Integers("dilations", Ones(kernel.Length));
        long[] pads = attributes.Integers("pads", new long[2 * kernel.Length]);
        if (axes < 1 || kernel.Length != axes || strides.Length != axes || dilations.Length != axes || pads.Length != 2 * axes)
            throw NetworkErrors.ShapeMismatch(
                node,
                $"its window has {kernel.Length} axes (kernel {Axes.Text(kernel)}), but {Axes.Row(input)} arrives: "
                    + (kernel.Length == 2 ? "images are [channels, height, width]." : "sequences are [channels, steps].")
            );
        if (strides.Concat(dilations).Concat(kernel).Any(number => number < 1))
            throw NetworkErrors.ShapeMismatch(node, "kernel, stride and dilation must be at least 1.");
        string automatic = attributes.Text("auto_pad", "NOTSET");
        bool rounds = attributes.Integer("ceil_mode", 0) != 0;
        long[] begin = pads[..axes],
            end = pads[axes..],
            output = new long[axes],
            reach = new long[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            long extent = dilations[axis] * (kernel[axis] - 1) + 1;
            if (automatic is "SAME_UPPER" or "SAME_LOWER")
            {
                long windows = (input[axis + 2] + strides[axis] - 1) / strides[axis];
                long total = Math.Max(0, (windows - 1) * strides[axis] + extent - input[axis + 2]);
                begin[axis] = automatic == "SAME_UPPER" ? total / 2 : total - total / 2;
                end[axis] = total - begin[axis];
            }
            else if (automatic == "VALID")
            {
                begin[axis] = end[axis] = 0;
            }
            long room = input[axis + 2] + begin[axis] + end[axis] - extent;
            if (room < 0)
                throw NetworkErrors.ShapeMismatch(
                    node,
                    $"a window of {Axes.Text(kernel)} does not fit into {Axes.Row(input)} with this padding; "
                        + "use a smaller window, more padding, or fewer layers that shrink the image before it."
                );
            output[axis] = room / strides[axis] + 1;
            // A window that hangs over counts only where it begins inside the input or its left padding.
            if (rounds && room % strides[axis] != 0 && output[axis] * strides[axis] < input[axis + 2] + begin[axis])
                output[axis]++;
            reach[axis] = (output[axis] - 1) * strides[axis] + extent - input[axis + 2] - begin[axis];
        }
        return new SlidingWindow(kernel, strides, dilations, begin, end, output, reach);
    }

    private static long[] Ones(int count)
    {
        var ones = new long[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
