using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>The greatest element of every window, channel by channel; padding counts as −∞. One or two axes.</summary>
internal sealed class MaxPoolOperator : PoolOperator
{
    internal override string Type => "MaxPool";

    private protected override Tensor Pool(
        Tensor input,
        long[] kernel,
        long[] strides,
        long[] padding,
        long[] dilations,
        bool includesPadding
    ) =>
        kernel.Length == 2
            ? nn.functional.max_pool2d(input, kernel, strides, padding, dilations)
            : nn.functional.max_pool1d(input, kernel[0], strides[0], padding[0], dilations[0]);

    private protected override Tensor PoolPadded(Tensor input, SlidingWindow window, bool includesPadding)
    {
        using Tensor padded = nn.functional.pad(input, window.Padding(), TorchSharp.PaddingModes.Constant, double.NegativeInfinity);
        return Pool(padded, window.Kernel, window.Strides, new long[window.Kernel.Length], window.Dilations, false);
    }

    internal override bool Compile(Node node, ILaneBuilder lanes) =>
        !HasDilation(node) && lanes.Pool(node, SlidingWindow.Of(node, lanes.Shape(node.Inputs[0])), isMean: false, includesPadding: false);
}
