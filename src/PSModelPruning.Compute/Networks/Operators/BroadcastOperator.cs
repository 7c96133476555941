namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// An operator that joins two values element by element, where an axis of size 1 (or one that is missing at the front of a parameter)
/// repeats. Channels that meet can only go together.
/// </summary>
internal abstract class BroadcastOperator : Operator
{
    /// <summary>How many values it joins.</summary>
    private protected virtual int Count => 2;

    internal sealed override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (inputs.Count != Count)
            throw NetworkErrors.ShapeMismatch(node, $"it joins {Count} values, not {inputs.Count}.");
        return inputs.Skip(1).Aggregate(inputs[0], (joined, other) => Join(node, joined, other));
    }

    private static long[] Join(Node node, long[] a, long[] b)
    {
        var output = new long[Math.Max(a.Length, b.Length)];
        for (int axis = 0; axis < output.Length; axis++)
        {
            long left = Aligned(a, axis, output.Length),
                right = Aligned(b, axis, output.Length);
            if (left != right && left != 1 && right != 1)
                throw NetworkErrors.ShapeMismatch(node, $"{Axes.Text(a)} and {Axes.Text(b)} do not fit (the first number is the rows).");
            output[axis] = left == 1 ? right : left;
        }
        return output;
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        int rank = relations.Shape(node.Output).Length;
        string[] activations = [.. node.Inputs.Where(relations.IsActivation)];
        string[] parameters = [.. node.Inputs.Where(name => !relations.IsActivation(name))];
        string? leader = activations.FirstOrDefault(name =>
            relations.Value(name).Count == relations.Shape(node.Output)[AlignedAxis(relations, name, rank)]
        );
        int axis = leader is null ? 1 : AlignedAxis(relations, leader, rank);
        ChannelSpace output = leader is null
            ? relations.Declare(node.Output, axis)
            : relations.DeclareSame(node.Output, relations.Value(leader), axis);
        foreach (string name in activations)
        {
            ChannelSpace channels = relations.Value(name);
            if (name != leader && AlignedAxis(relations, name, rank) == axis && channels.Count == output.Count)
                CoupleChannels(relations, output, channels);
            else if (name != leader)
                FixBoth(relations, node, output, channels, AlignedAxis(relations, name, rank) == axis);
        }
        foreach (string name in parameters)
        {
            long[] shape = relations.Shape(name);
            int own = axis - (rank - shape.Length);
            if (own >= 0 && shape[own] == output.Count && output.Count > 1)
                relations.CoupleParameter(output, name, own);
        }
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    private static void CoupleChannels(ChannelRelations relations, ChannelSpace output, ChannelSpace channels)
    {
        for (int i = 0; i < output.Count; i++)
            relations.Couple(output.First + i, channels.First + i);
    }

    private static void FixBoth(ChannelRelations relations, Node node, ChannelSpace output, ChannelSpace channels, bool sameAxis)
    {
        relations.Fix(channels, $"{node.Name} spreads it over others");
        if (!sameAxis)
            relations.Fix(output, $"{node.Name} joins them with channels on another axis");
    }

    private static long Aligned(long[] shape, int axis, int rank) => axis < rank - shape.Length ? 1 : shape[axis - (rank - shape.Length)];

    private static int AlignedAxis(ChannelRelations relations, string name, int rank) =>
        relations.Value(name).Axis + rank - relations.Shape(name).Length;
}
