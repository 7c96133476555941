using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Cuts a value along <c>axis</c> into an output each part (ONNX Split): of the sizes <c>split</c>, or, where that is left out, of equal
/// sizes, of which the last may be smaller where <c>num_outputs</c> is given. Along the channels every output has its part of the very
/// channels; along another axis every output has all of them.
/// </summary>
internal sealed class SplitOperator : MultiOutputOperator
{
    private const string Sizes = "split",
        Count = "num_outputs";

    internal override string Type => "Split";

    internal override bool SharesMemory => true;

    internal override bool TakesAnyType => true;

    internal override double? InitialGain => null;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override IReadOnlyList<Tensor?> ExecuteAll(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor input = inputs[0]!;
        int axis = Axes.Normalize(node, input.shape, 0);
        return input.split(PartSizes(node, input.size(axis)), axis);
    }

    internal override IReadOnlyList<long[]> InferShapes(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] input = inputs[0];
        int axis = Axes.Normalize(node, input, 0);
        if (axis == 0)
            throw NetworkErrors.ShapeMismatch(node, "rows cannot be split; choose another axis than 0.");
        if (inputs.Count > 1 && node.Inputs[1].Length > 0)
            throw NetworkErrors.ShapeMismatch(node, $"the sizes must be the attribute '{Sizes}', not an input.");
        return
        [
            .. PartSizes(node, input[axis])
                .Select(size =>
                {
                    long[] part = [.. input];
                    part[axis] = size;
                    return part;
                }),
        ];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        long[] shape = relations.Shape(node.Inputs[0]);
        int axis = Axes.Normalize(node, shape, 0);
        int first = input.First;
        foreach ((string output, long size) in node.Outputs.Zip(PartSizes(node, shape[axis])))
        {
            ChannelSpace part = axis == input.Axis ? new ChannelSpace(axis, first, (int)size) : input;
            if (output.Length > 0)
                relations.DeclareSame(output, part);
            first += (int)size;
        }
    }

    /// <summary>Writes the sizes out as they are after the removal.</summary>
    internal override Node AfterRemoval(Node node, ChannelRemoval removal)
    {
        string input = node.Inputs[0];
        long[] shape = removal.ShapeBefore(input);
        int axis = Axes.Normalize(node, shape, 0);
        if (axis != removal.ChannelAxis(input))
            return node;
        long[] sizes = PartSizes(node, shape[axis]),
            kept = removal.KeptChannels(input);
        long first = 0;
        for (int part = 0; part < sizes.Length; part++)
        {
            long end = first + sizes[part];
            long begin = first;
            first = end;
            sizes[part] = kept.Count(channel => channel >= begin && channel < end);
        }
        return node with { Attributes = node.Attributes.Without(Count).With(Sizes, sizes) };
    }

    /// <summary>The sizes of the parts, one an output.</summary>
    private static long[] PartSizes(Node node, long size)
    {
        int count = node.Outputs.Count;
        if (node.Attributes.Has(Sizes))
        {
            long[] sizes = node.Attributes.Integers(Sizes);
            if (sizes.Length != count || sizes.Any(part => part < 0 || part > size) || sizes.Sum() != size)
                throw NetworkErrors.ShapeMismatch(node, $"parts of {Axes.Text(sizes)} are not {size} in {count} outputs.");
            return [.. sizes];
        }
        if (node.Attributes.Integer(Count, count) != count)
            throw NetworkErrors.ShapeMismatch(node, $"it has {count} outputs, but '{Count}' says {node.Attributes.Integer(Count, count)}.");
        long each = (size + count - 1) / count,
            last = size - each * (count - 1);
        if (last < 0 || (last != each && !node.Attributes.Has(Count)))
            throw NetworkErrors.ShapeMismatch(node, $"{size} cannot be cut into {count} equal parts; give the sizes as '{Sizes}'.");
        long[] parts = new long[count];
        Array.Fill(parts, each);
        parts[^1] = last;
        return parts;
    }
}
