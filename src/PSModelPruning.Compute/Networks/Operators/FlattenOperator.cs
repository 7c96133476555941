using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Joins all axes from <c>axis</c> (default 1) on: <c>[rows, c, h, w]</c> → <c>[rows, c·h·w]</c>. A channel becomes a block of h·w columns.
/// </summary>
internal sealed class FlattenOperator : Operator
{
    internal override string Type => "Flatten";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.flatten(1);

    internal override bool SharesMemory => true;

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (node.Attributes.Integer("axis", 1) != 1)
            throw NetworkErrors.ShapeMismatch(node, "only flattening from axis 1 keeps rows apart.");
        return [inputs[0][0], inputs[0].Skip(1).Aggregate(1L, (product, size) => product * size)];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        long[] shape = relations.Shape(node.Inputs[0]);
        if (shape.Length == 2)
        {
            relations.DeclareSame(node.Output, input);
            return;
        }
        ChannelSpace output = relations.Declare(node.Output, 1);
        int inner = (int)shape.Skip(input.Axis + 1).Aggregate(1L, (product, size) => product * size);
        for (int column = 0; column < output.Count; column++)
            relations.Couple(output.First + column, input.First + column / inner % input.Count);
    }

    internal override bool FlattensRows => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => 1;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Rename(node);

    internal override bool TakesAnyType => true;
}
