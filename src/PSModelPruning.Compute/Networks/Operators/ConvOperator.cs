using PSModelPruning.Compute.Networks.Building;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// A convolution over one or two axes: x <c>[rows, in, …]</c>, weight <c>[out, in / group, …kernel]</c>, bias <c>[out]</c>, optional.
/// Attributes as in ONNX: <c>strides</c>, <c>dilations</c>, <c>pads</c>, <c>auto_pad</c>, <c>group</c>.
/// </summary>
internal sealed class ConvOperator : Operator, IMatrixOperator
{
    /// <summary>
    /// Whether the groups of a pruned convolution go one by one (1) or shrink alike (0), where its shape has come to say otherwise. Not of
    /// the standard: what was removed before must not change what belongs together.
    /// </summary>
    private const string Depthwise = "depthwise";

    internal override string Type => "Conv";

    internal override int PrunableInput => 1;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor input = inputs[0]!,
            weight = inputs[1]!;
        Tensor? bias = inputs.Length > 2 ? inputs[2] : null;
        NodeAttributes attributes = node.Attributes;
        long group = attributes.Integer("group", 1);
        if (attributes.Has("auto_pad") || !IsSymmetric(attributes.Integers("pads")))
        {
            SlidingWindow window = SlidingWindow.Of(node, input.shape, weight.shape[2..]);
            if (!window.IsSymmetric)
            {
                using Tensor padded = nn.functional.pad(input, window.Padding());
                return Convolve(padded, weight, bias, window.Strides, new long[window.Kernel.Length], window.Dilations, group);
            }
            return Convolve(input, weight, bias, window.Strides, window.Begin, window.Dilations, group);
        }
        int axes = (int)weight.dim() - 2;
        return Convolve(
            input,
            weight,
            bias,
            attributes.Integers("strides", 1, 1),
            attributes.Integers("pads", 0, 0)[..axes],
            attributes.Integers("dilations", 1, 1),
            group
        );
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] input = inputs[0],
            weight = inputs[1];
        long group = node.Attributes.Integer("group", 1);
        if (weight.Length is not (3 or 4))
            throw NetworkErrors.ShapeMismatch(node, $"its weight {Axes.Text(weight)} must have three axes (1-D) or four (2-D).");
        SlidingWindow window = SlidingWindow.Of(node, input, weight[2..]);
        if (group < 1 || weight[0] % group != 0 || input[1] != weight[1] * group)
            throw NetworkErrors.ShapeMismatch(
                node,
                $"its weight {Axes.Text(weight)} in {group} groups takes {weight[1] * group} channels, but {Axes.Row(input)} arrives."
            );
        return [input[0], weight[0], .. window.Output];
    }

    internal override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) =>
        Axes.Product(inputs[1]) * Axes.Product(output, 2);

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        string weight = node.Inputs[1];
        long[] shape = relations.Shape(weight);
        int group = (int)node.Attributes.Integer("group", 1),
            outPerGroup = (int)shape[0] / group,
            inPerGroup = (int)shape[1];
        ChannelSpace output = relations.Declare(node.Output, 1);
        relations.CoupleParameter(output, weight, 0, SliceRole.Producer);
        if (node.Inputs.Count > 2)
            relations.CoupleParameter(output, node.Inputs[2], 0);
        if (input.Axis != 1)
        {
            string reason = $"{node.Name} reads them along another axis";
            relations.Fix(input, reason);
            relations.FixParameter(weight, 1, reason);
        }
        else if (IsDepthwise(node, shape))
        {
            // Depthwise: an input channel goes together with the outputs that are made from it alone.
            for (int channel = 0; channel < output.Count; channel++)
                relations.Couple(output.First + channel, input.First + channel / outPerGroup);
        }
        else
        {
            // All groups share the weight's second axis and must stay equally large: channels at the same place in their groups go
            // together.
            relations.SetRole(weight, 1, SliceRole.Consumer);
            int consumers = relations.ParameterAxis(weight, 1);
            for (int channel = 0; channel < input.Count; channel++)
                relations.Couple(consumers + channel % inPerGroup, input.First + channel);
            for (int channel = outPerGroup; channel < output.Count; channel++)
                relations.Couple(output.First + channel % outPerGroup, output.First + channel);
        }
    }

    internal override Node AfterRemoval(Node node, ChannelRemoval removal)
    {
        long group = node.Attributes.Integer("group", 1);
        long[] before = removal.ShapeBefore(node.Inputs[1]);
        NodeAttributes attributes = node.Attributes;
        bool isDepthwise = IsDepthwise(node, before);
        if (isDepthwise)
            attributes = attributes.With("group", group = removal.KeptChannels(node.Inputs[0]).Length);
        long inPerGroup = isDepthwise ? 1 : removal.KeptSlices(node.Inputs[1], 1).Length;
        if (isDepthwise != LooksDepthwise(group, inPerGroup))
            attributes = attributes.With(Depthwise, isDepthwise ? 1 : 0);
        return node with { Attributes = attributes };
    }

    /// <summary>Whether every group reads one channel and goes together with it.</summary>
    private static bool IsDepthwise(Node node, long[] weight) =>
        node.Attributes.Has(Depthwise)
            ? node.Attributes.Integer(Depthwise, 0) == 1
            : LooksDepthwise(node.Attributes.Integer("group", 1), weight[1]);

    private static bool LooksDepthwise(long group, long inPerGroup) => group > 1 && inPerGroup == 1;

    /// <summary>A filter as a row: channels of its group, each with its kernel, as the weight holds them.</summary>
    public Tensor Matrix(Node node, Tensor weight)
    {
        long groups = node.Attributes.Integer("group", 1);
        return weight.reshape(groups, weight.size(0) / groups, -1);
    }

    public Tensor Weight(Node node, Tensor matrices, long[] shape) => matrices.reshape([.. matrices.shape[..^3], .. shape]);

    public Tensor Rows(Node node, Tensor?[] inputs)
    {
        Tensor input = inputs[0]!,
            weight = inputs[1]!;
        SlidingWindow window = SlidingWindow.Of(node, input.shape, weight.shape[2..]);
        Tensor padded = nn.functional.pad(input, window.Padding());
        long width = window.Kernel[^1],
            stride = window.Strides[^1],
            dilation = window.Dilations[^1];
        bool isFlat = window.Kernel.Length == 1;
        Tensor windows = nn.functional.unfold(
            isFlat ? padded.unsqueeze(2) : padded,
            (isFlat ? 1 : window.Kernel[0], width),
            (isFlat ? 1 : window.Dilations[0], dilation),
            (0, 0),
            (isFlat ? 1 : window.Strides[0], stride)
        );
        return ByExample(node, windows);
    }

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => ByExample(node, output.flatten(2));

    /// <summary><c>[examples, groups · numbers, positions]</c> into <c>[groups, examples, positions, numbers]</c>.</summary>
    private static Tensor ByExample(Node node, Tensor values)
    {
        long groups = node.Attributes.Integer("group", 1);
        return values.reshape(values.size(0), groups, -1, values.size(2)).permute(1, 0, 3, 2);
    }

    private static Tensor Convolve(
        Tensor input,
        Tensor weight,
        Tensor? bias,
        long[] strides,
        long[] padding,
        long[] dilations,
        long group
    ) =>
        padding.Length == 2
            ? nn.functional.conv2d(input, weight, bias!, strides, padding, dilations, group)
            : nn.functional.conv1d(input, weight, bias!, strides[0], padding[0], dilations[0], group);

    private static bool IsSymmetric(long[] pads) => pads.AsSpan(0, pads.Length / 2).SequenceEqual(pads.AsSpan(pads.Length / 2));

    public MatrixForm Form => MatrixForm.Convolution;

    public int OutputAxis(Node node, int rank) => 0;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input switch
        {
            1 => new Initializer.ScaledNormal(Axes.Product(shape, 1)),
            2 => Initializer.Zeros,
            _ => null,
        };

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => 1;

    internal override FoldedNode? Fold(Node node, IAffineFolding folding, Tensor scale, Tensor shift) =>
        LayerFolding.IntoWeightAndBias(node, folding, scale, shift, 0);

    internal override bool Compile(Node node, ILaneBuilder lanes)
    {
        if (lanes.Numbers(node.Inputs[1]) is not { } weights)
            return false;
        long[] shape = lanes.Shape(node.Inputs[1]);
        bool hasBias = node.Inputs.Count > 2 && node.Inputs[2].Length > 0;
        return (hasBias ? lanes.Numbers(node.Inputs[2]) : new float[shape[0]]) is { } bias
            && lanes.Convolution(
                node,
                SlidingWindow.Of(node, lanes.Shape(node.Inputs[0]), shape[2..]),
                (int)node.Attributes.Integer("group", 1),
                weights,
                bias
            );
    }
}
