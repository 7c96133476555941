using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// (x − mean) / √(variance + epsilon) · scale + shift, channel by channel (Ioffe and Szegedy 2015). Inputs as in ONNX: x, scale, shift,
/// running mean, running variance, the last four <c>[channels]</c>. In training mean and variance are the batch's, and the running ones
/// move towards them (the variance unbiased) by the run's momentum; otherwise they are the running ones.
/// </summary>
internal sealed class BatchNormalizationOperator : Operator, IChannelScaling
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

    internal override (float Least, float Greatest)? RangeOf(int input) => input == 4 ? (0, float.MaxValue) : null;

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

    /// <summary>The trained factor, of the inputs.</summary>
    public int ScaleInput => 1;

    /// <summary>γ / √(σ² + ε) and β − μ γ / √(σ² + ε).</summary>
    public (Tensor Scale, Tensor Shift)? Affine(Node node, Func<string, Tensor?> parameter)
    {
        if (node.Inputs.Skip(1).Select(parameter).ToArray() is not [{ } gamma, { } beta, { } mean, { } variance])
            return null;
        double epsilon = node.Attributes.Number("epsilon", 1e-5);
        Tensor scale = gamma.to_type(ScalarType.Float64) / variance.to_type(ScalarType.Float64).Plus(epsilon).sqrt();
        return (scale, beta.to_type(ScalarType.Float64) - mean.to_type(ScalarType.Float64) * scale);
    }

    internal override double? InitialGain => null;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input switch
        {
            1 or 4 => Initializer.Ones,
            2 or 3 => Initializer.Zeros,
            _ => null,
        };

    internal override bool UsesBatchStatistics => true;

    internal override bool CompletesLayer(Node node, Predicate<string> isParameter) => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    /// <summary>The scale and the variance.</summary>
    internal override IEnumerable<int> FlowFactors(Node node) => [ScaleInput, 4];

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => 1;

    internal override bool Compile(Node node, ILaneBuilder lanes) =>
        Affine(node, lanes.Parameter) is { } affine && lanes.Scale(node, Single(affine.Scale), Single(affine.Shift));

    private static float[] Single(Tensor values) => values.to_type(ScalarType.Float32).data<float>().ToArray();
}
