using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>Puts values one after another along <c>axis</c>. Along the channels every input's channels follow at an offset.</summary>
internal sealed class ConcatOperator : Operator
{
    internal override string Type => "Concat";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        cat(inputs!, node.Attributes.Integer("axis", 1));

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] output = [.. inputs[0]];
        int axis = Axes.Normalize(node, output, 1);
        if (axis == 0)
            throw NetworkErrors.ShapeMismatch(node, "rows cannot be joined; choose another axis than 0.");
        foreach (long[] other in inputs.Skip(1))
        {
            if (other.Length != output.Length || other.Where((size, i) => i != axis && size != output[i]).Any())
                throw NetworkErrors.ShapeMismatch(node, $"{Axes.Row(inputs[0])} and {Axes.Row(other)} differ in more than axis {axis}.");
            output[axis] += other[axis];
        }
        return output;
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        int axis = Axes.Normalize(node, relations.Shape(node.Output), 1);
        ChannelSpace[] inputs = [.. node.Inputs.Select(relations.Value)];
        if (inputs.All(channels => channels.Axis == axis))
        {
            ChannelSpace output = relations.Declare(node.Output, axis);
            int next = output.First;
            foreach (ChannelSpace channels in inputs)
            {
                for (int i = 0; i < channels.Count; i++)
                    relations.Couple(next++, channels.First + i);
            }
        }
        else if (inputs.All(channels => channels.Axis == inputs[0].Axis))
        {
            ChannelSpace output = relations.DeclareSame(node.Output, inputs[0]);
            foreach (ChannelSpace channels in inputs.Skip(1))
            {
                for (int i = 0; i < channels.Count; i++)
                    relations.Couple(output.First + i, channels.First + i);
            }
        }
        else
        {
            string reason = $"{node.Name} joins channels that lie on different axes";
            foreach (ChannelSpace channels in inputs)
                relations.Fix(channels, reason);
            relations.DeclareFixed(node.Output, axis, reason);
        }
    }

    internal override double? InitialGain => null;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override bool Compile(Node node, ILaneBuilder lanes) => node.Attributes.Integer("axis", 1) == 1 && lanes.Join(node);

    internal override bool TakesAnyType => true;
}
