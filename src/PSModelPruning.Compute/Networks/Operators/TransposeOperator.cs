using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Reorders the axes: axis i of the output is axis <c>perm[i]</c> of the input. Rows stay first; the channels move with their axis.
/// </summary>
internal sealed class TransposeOperator : Operator
{
    internal override string Type => "Transpose";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        inputs[0]!.permute(node.Attributes.Integers("perm"));

    internal override bool SharesMemory => true;

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] input = inputs[0],
            order = node.Attributes.Integers("perm");
        if (order.Length != input.Length || !order.Order().SequenceEqual(Enumerable.Range(0, input.Length).Select(axis => (long)axis)))
            throw NetworkErrors.ShapeMismatch(
                node,
                $"perm {Axes.Text(order)} is not an order of the {input.Length} axes of {Axes.Text(input)}."
            );
        if (order[0] != 0)
            throw NetworkErrors.ShapeMismatch(node, "rows must stay on axis 0.");
        return [.. order.Select(axis => input[axis])];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        relations.DeclareSame(node.Output, input, Array.IndexOf(node.Attributes.Integers("perm"), input.Axis));
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => Array.IndexOf(node.Attributes.Integers("perm"), inputAxis);

    internal override bool TakesAnyType => true;
}
