using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// (x − mean) / √(variance + epsilon) · scale + shift, channel by channel (Ioffe and Szegedy 2015). Inputs as in ONNX: x, scale, shift,
/// running mean, running variance, the last four <c>[channels]</c>. In training mean and variance are the batch's, and the running ones
/// move towards them (the variance unbiased) by the run's momentum; otherwise they are the running ones.
/// </summary>
internal sealed class BatchNormalizationOperator : Operator
{
    internal override string Type => "BatchNormalization";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor input = inputs[0]!;
        // A batch of a single value a channel has no variance; it is normalized by the running statistics.
        bool usesBatch = (context.IsTraining || context.EstimatesStatistics) && (input.size(0) > 1 || input.numel() > input.size(1));
        return nn.functional.batch_norm(
            input,
            inputs[3]!,
            inputs[4]!,
            inputs[1]!,
            inputs[2]!,
            usesBatch,
            context.BatchNormMomentum,
            node.Attributes.Number("epsilon", 1e-5)
        );
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (inputs[0].Length < 2)
            throw NetworkErrors.ShapeMismatch(node, $"there are no channels in {Axes.Row(inputs[0])}.");
        foreach (long[] parameter in inputs.Skip(1))
        {
            if (parameter.Length != 1 || parameter[0] != inputs[0][1])
                throw NetworkErrors.ShapeMismatch(
                    node,
                    $"its parameters are {Axes.Text(parameter)}, but {inputs[0][1]} channels arrive ({Axes.Row(inputs[0])})."
                );
        }
        return inputs[0];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace channels = relations.DeclareSame(node.Output, node.Inputs[0]);
        string reason = $"{node.Name} normalizes along another axis";
        if (channels.Axis != 1)
            relations.Fix(channels, reason);
        foreach (string parameter in node.Inputs.Skip(1))
        {
            if (channels.Axis == 1)
                relations.CoupleParameter(channels, parameter, 0);
            else
                relations.FixParameter(parameter, 0, reason);
        }
    }
}
