using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>What pooling operators have in common: windows over the axes after the channels, every channel for itself.</summary>
internal abstract class PoolOperator : Operator
{
    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor input = inputs[0]!;
        NodeAttributes attributes = node.Attributes;
        bool includesPadding = attributes.Integer("count_include_pad", 0) != 0;
        long[] kernel = attributes.Integers("kernel_shape");
        int axes = kernel.Length;
        long[] pads = attributes.Integers("pads", new long[2 * axes]);
        bool isPlain = !attributes.Has("auto_pad") && attributes.Integer("ceil_mode", 0) == 0;
        for (int axis = 0; axis < axes; axis++)
            isPlain &= pads[axis] == pads[axes + axis] && 2 * pads[axis] <= kernel[axis];
        return isPlain
            ? Pool(
                input,
                kernel,
                attributes.Integers("strides", 1, 1),
                pads[..axes],
                attributes.Integers("dilations", 1, 1),
                includesPadding
            )
            : PoolPadded(input, SlidingWindow.Of(node, input.shape), includesPadding);
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (node.Attributes.Integers("kernel_shape").Length is not (1 or 2))
            throw NetworkErrors.ShapeMismatch(node, "its window (kernel_shape) must have one axis or two.");
        return [inputs[0][0], .. inputs[0].Skip(1).Take(1), .. SlidingWindow.Of(node, inputs[0]).Output];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        if (input.Axis == 1)
        {
            relations.DeclareSame(node.Output, input);
            return;
        }
        string reason = $"{node.Name} pools along their axis";
        relations.Fix(input, reason);
        relations.DeclareFixed(node.Output, 1, reason);
    }

    /// <summary>Pools with torch's own padding: as much at the end as at the beginning, at most half a window.</summary>
    private protected abstract Tensor Pool(
        Tensor input,
        long[] kernel,
        long[] strides,
        long[] padding,
        long[] dilations,
        bool includesPadding
    );

    /// <summary>Pools windows that torch's own padding cannot make.</summary>
    private protected abstract Tensor PoolPadded(Tensor input, SlidingWindow window, bool includesPadding);

    internal sealed override double? InitialGain => null;

    internal sealed override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal sealed override int ChannelAxis(Node node, int inputAxis, int rank) => 1;

    private protected static bool HasDilation(Node node) => node.Attributes.Integers("dilations", 1, 1).Any(dilation => dilation != 1);
}
