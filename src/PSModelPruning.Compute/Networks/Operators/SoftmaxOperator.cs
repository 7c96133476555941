using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// eˣ divided by its sum along <c>axis</c> (default −1). Along the channels every channel enters every output, so they must stay.
/// </summary>
internal sealed class SoftmaxOperator : ElementwiseOperator
{
    internal override string Type => "Softmax";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        nn.functional.softmax(inputs[0]!, node.Attributes.Integer("axis", -1));

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (Axes.Normalize(node, inputs[0]) == 0)
            throw NetworkErrors.ShapeMismatch(node, "rows cannot be mixed; choose another axis than 0.");
        return inputs[0];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace channels = relations.DeclareSame(node.Output, node.Inputs[0]);
        if (Axes.Normalize(node, relations.Shape(node.Inputs[0])) == channels.Axis)
            relations.Fix(channels, $"{node.Name} computes with all of them");
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Follows;
}
