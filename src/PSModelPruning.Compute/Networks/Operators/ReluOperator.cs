using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>max(x, 0), element by element.</summary>
internal sealed class ReluOperator : Operator
{
    internal override string Type => "Relu";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => nn.functional.relu(inputs[0]!);

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs) => inputs[0];

    internal override void RelateChannels(Node node, ChannelRelations relations) => relations.DeclareSame(node.Output, node.Inputs[0]);
}
