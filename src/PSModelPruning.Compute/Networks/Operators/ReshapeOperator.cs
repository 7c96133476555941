using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Gives the elements of every row another shape, the attribute <c>shape</c>: 0 copies the input's size at that place, −1 (once) is what
/// is left over. The first entry is the rows and is 0 or −1.
/// </summary>
internal sealed class ReshapeOperator : Operator
{
    internal override string Type => "Reshape";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        long[] target = [.. node.Attributes.Integers("shape")];
        Tensor input = inputs[0]!;
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == 0)
                target[axis] = input.size(axis);
        }
        return input.reshape(target);
    }

    internal override bool SharesMemory => true;

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] input = inputs[0],
            target = [.. node.Attributes.Integers("shape")];
        string asked = Axes.Text(target);
        if (
            target.Length < 2
            || target.Skip(input.Length).Contains(0)
            || target.Count(size => size == -1) > 1
            || target.Any(size => size < -1)
        )
            throw NetworkErrors.ShapeMismatch(node, $"{asked} is not a shape for {Axes.Text(input)}.");
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == 0)
                target[axis] = input[axis];
        }
        long known = target.Where(size => size != -1).Aggregate(1L, (product, size) => product * size);
        int open = Array.IndexOf(target, -1);
        if (open >= 0 && known > 0)
            target[open] = Axes.Product(input) / known;
        if (target[0] != input[0] || Axes.Product(target) != Axes.Product(input))
            throw NetworkErrors.ShapeMismatch(node, $"{Axes.Row(input)} does not fit into the shape {asked} with rows left as they are.");
        return target;
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        long[] from = relations.Shape(node.Inputs[0]),
            to = relations.Shape(node.Output);
        int axis = AxisOfChannels(input, from, to);
        ChannelSpace output = relations.Declare(node.Output, axis);
        long inner = Axes.Product(from, input.Axis + 1),
            innerAfter = Axes.Product(to, axis + 1),
            count = Axes.Product(from, 1);
        for (long element = 0; element < count; element++)
            relations.Couple(output.First + (int)(element / innerAfter % output.Count), input.First + (int)(element / inner % input.Count));
    }

    /// <summary>
    /// Writes the sizes out as they are after the removal; the rows stay open (0).
    /// </summary>
    internal override Node AfterRemoval(Node node, ChannelRemoval removal)
    {
        long[] after = removal.ShapeAfter(node.Output);
        after[0] = 0;
        return node with { Attributes = node.Attributes.With("shape", after) };
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => rank - 1;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Shape(node.Output).Length == 2 && lanes.Rename(node);

    /// <summary>
    /// The output axis that carries the channels: the one that the input's channels lie on where the sizes before it are the same, else
    /// axis 1 if that tells channels apart, else the axis that tells most of them apart.
    /// </summary>
    private static int AxisOfChannels(ChannelSpace input, long[] from, long[] to)
    {
        if (input.Axis < to.Length && from.AsSpan(1, input.Axis).SequenceEqual(to.AsSpan(1, input.Axis)))
            return input.Axis;
        int best = 1,
            mostGroups = Groups(input, from, to, 1);
        for (int axis = 2; axis < to.Length && mostGroups == 1; axis++)
        {
            int groups = Groups(input, from, to, axis);
            if (groups > mostGroups)
                (best, mostGroups) = (axis, groups);
        }
        return best;
    }

    /// <summary>Into how many sets the channels fall if the output's channels lie on an axis.</summary>
    private static int Groups(ChannelSpace input, long[] from, long[] to, int axis)
    {
        int[] parents = [.. Enumerable.Range(0, input.Count + (int)to[axis])];
        int groups = parents.Length;
        long inner = Axes.Product(from, input.Axis + 1),
            innerAfter = Axes.Product(to, axis + 1),
            count = Axes.Product(from, 1);
        for (long element = 0; element < count; element++)
        {
            int a = Root((int)(element / inner % input.Count)),
                b = Root(input.Count + (int)(element / innerAfter % to[axis]));
            if (a != b)
            {
                parents[b] = a;
                groups--;
            }
        }
        return groups;

        int Root(int element)
        {
            while (parents[element] != element)
                element = parents[element] = parents[parents[element]];
            return element;
        }
    }

    internal override bool TakesAnyType => true;
}
