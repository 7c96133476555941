using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// The mean of every window, channel by channel. Padding does not count in the mean, unless <c>count_include_pad</c> is 1. One or two axes.
/// </summary>
internal sealed class AveragePoolOperator : PoolOperator
{
    internal override string Type => "AveragePool";

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (HasDilation(node))
            throw NetworkErrors.ShapeMismatch(node, "the windows of an average must be without dilation.");
        return base.InferShape(node, inputs);
    }

    private protected override Tensor Pool(
        Tensor input,
        long[] kernel,
        long[] strides,
        long[] padding,
        long[] dilations,
        bool includesPadding
    ) =>
        kernel.Length == 2
            ? nn.functional.avg_pool2d(input, kernel, strides, padding, false, includesPadding)
            : nn.functional.avg_pool1d(input, kernel[0], strides[0], padding[0], false, includesPadding);

    /// <summary>Divides the windows' sums by the count of elements in them that count, both as averages over the padded input.</summary>
    private protected override Tensor PoolPadded(Tensor input, SlidingWindow window, bool includesPadding)
    {
        int axes = window.Kernel.Length;
        long[] none = new long[axes],
            size = input.shape[2..];
        using Tensor padded = nn.functional.pad(input, window.Padding());
        using Tensor sums = Pool(padded, window.Kernel, window.Strides, none, window.Dilations, true);
        using Tensor counts = no_grad_counts();
        return sums / counts;

        Tensor no_grad_counts()
        {
            using IDisposable gradient = no_grad();
            long[] counted = includesPadding
                ? [1, 1, .. size.Select((s, axis) => window.Begin[axis] + s + window.End[axis])]
                : [1, 1, .. size];
            long[] padding = window.Padding();
            if (includesPadding)
            {
                for (int axis = 0; axis < axes; axis++)
                {
                    padding[2 * (axes - 1 - axis)] = 0;
                    padding[2 * (axes - 1 - axis) + 1] = window.Reach[axis] - window.End[axis];
                }
            }
            using Tensor counting = ones(counted, input.dtype, input.device);
            using Tensor around = nn.functional.pad(counting, padding);
            return Pool(around, window.Kernel, window.Strides, none, window.Dilations, true);
        }
    }

    internal override bool Compile(Node node, ILaneBuilder lanes)
    {
        bool includesPadding = node.Attributes.Integer("count_include_pad", 0) != 0;
        return !HasDilation(node)
            && !(includesPadding && node.Attributes.Integer("ceil_mode", 0) != 0)
            && lanes.Pool(node, SlidingWindow.Of(node, lanes.Shape(node.Inputs[0])), isMean: true, includesPadding);
    }
}
