using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// (x − zero point) · scale: the real numbers that whole ones stand for (ONNX DequantizeLinear, one scale a tensor). Inputs: x, the scale
/// and the zero point, both scalars <c>[]</c>.
/// </summary>
internal sealed class DequantizeLinearOperator : ElementwiseOperator
{
    internal override string Type => "DequantizeLinear";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => (inputs[0]! - inputs[2]!) * inputs[1]!;

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.sub_(inputs[2]!).mul_(inputs[1]!);

    internal override (float Least, float Greatest)? RangeOf(int input) => QuantizeLinearOperator.RangeOfScale(input);

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        QuantizeLinearOperator.RequireScalars(node, inputs);
        return inputs[0];
    }

    internal override bool RoundsActivations => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;
}
