using PSModelPruning.Compute.Networks.Building;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Normalizes every row by the mean and variance over all axes from <c>axis</c> (default −1) on, then scales and shifts (Ba et al. 2016).
/// Inputs: x, scale, shift (optional), of the normalized axes' shape. Every channel enters the mean, so a channel set to zero is not the
/// same as a channel removed: the channels must stay.
/// </summary>
internal sealed class LayerNormalizationOperator : Operator
{
    internal override string Type => "LayerNormalization";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        nn.functional.layer_norm(
            inputs[0]!,
            inputs[1]!.shape,
            inputs[1],
            inputs.Length > 2 ? inputs[2] : null,
            node.Attributes.Number("epsilon", 1e-5)
        );

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        int axis = Axes.Normalize(node, inputs[0]);
        if (axis == 0)
            throw NetworkErrors.ShapeMismatch(node, "rows cannot be mixed; choose another axis than 0.");
        foreach (long[] parameter in inputs.Skip(1).Where(shape => shape.Length > 0))
        {
            if (!parameter.SequenceEqual(inputs[0].Skip(axis)))
                throw NetworkErrors.ShapeMismatch(node, $"its parameters are {Axes.Text(parameter)}, but {Axes.Row(inputs[0])} arrives.");
        }
        return inputs[0];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace channels = relations.DeclareSame(node.Output, node.Inputs[0]);
        if (channels.Axis >= Axes.Normalize(node, relations.Shape(node.Inputs[0])))
            relations.Fix(channels, $"{node.Name} computes with all of them");
    }

    internal override double? InitialGain => null;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input switch
        {
            1 => Initializer.Ones,
            2 => Initializer.Zeros,
            _ => null,
        };

    internal override bool CompletesLayer(Node node, Predicate<string> isParameter) => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Follows;
}
