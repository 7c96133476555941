using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// The mean of every channel: <c>[rows, c, h, w]</c> → <c>[rows, c, 1, 1]</c>, <c>[rows, c, steps]</c> → <c>[rows, c, 1]</c>.
/// </summary>
internal sealed class GlobalAveragePoolOperator : Operator
{
    internal override string Type => "GlobalAveragePool";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor input = inputs[0]!;
        return input.dim() == 4 ? input.mean([2, 3], true) : input.mean([2], true);
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs) =>
        inputs[0].Length switch
        {
            4 => [inputs[0][0], inputs[0][1], 1, 1],
            3 => [inputs[0][0], inputs[0][1], 1],
            _ => throw NetworkErrors.ShapeMismatch(
                node,
                $"it takes images [channels, height, width] or sequences [channels, steps], but {Axes.Row(inputs[0])} arrives."
            ),
        };

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        if (input.Axis == 1)
        {
            relations.DeclareSame(node.Output, input);
            return;
        }
        string reason = $"{node.Name} averages along their axis";
        relations.Fix(input, reason);
        relations.DeclareFixed(node.Output, 1, reason);
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => 1;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.ChannelMeans(node);
}
