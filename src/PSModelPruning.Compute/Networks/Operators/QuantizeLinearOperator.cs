using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Whole numbers for real ones: saturate(round(x / scale) + zero point), ties to even (ONNX QuantizeLinear, one scale a tensor). Inputs: x,
/// the scale and the zero point, both scalars <c>[]</c>; attribute <c>output_dtype</c> as in ONNX: 2 for 0 … 255 (default), 3 for −128 …
/// 127. The result holds the whole numbers as floats. Its gradient is that of x / scale inside the range and 0 outside (straight-through;
/// Bengio et al. 2013), so that networks can be trained with it.
/// </summary>
internal sealed class QuantizeLinearOperator : ElementwiseOperator
{
    internal const string DataType = "output_dtype";
    internal const long UInt8 = 2,
        Int8 = 3;

    internal override string Type => "QuantizeLinear";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        (double least, double greatest) = Range(node);
        using Scalar min = least.ToScalar();
        using Scalar max = greatest.ToScalar();
        Tensor quotient = inputs[0]! / inputs[1]!;
        // Rounding has no gradient: the difference that it makes counts as a constant. Both sums are exact.
        Tensor rounded = quotient.requires_grad ? quotient.Plus(quotient.detach().round() - quotient.detach()) : quotient.round_();
        return rounded.Plus(inputs[2]!).clamp(min, max);
    }

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs)
    {
        (double least, double greatest) = Range(node);
        using Scalar min = least.ToScalar();
        using Scalar max = greatest.ToScalar();
        return inputs[0]!.div_(inputs[1]!).round_().Increase(inputs[2]!).clamp_(min, max);
    }

    internal override (float Least, float Greatest)? RangeOf(int input) => RangeOfScale(input);

    /// <summary>A scale is the step between neighbouring numbers; a zero point is one of the whole numbers.</summary>
    internal static (float Least, float Greatest)? RangeOfScale(int input) =>
        input switch
        {
            1 => (1e-30f, 1e30f),
            2 => (sbyte.MinValue, byte.MaxValue),
            _ => null,
        };

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        RequireScalars(node, inputs);
        Range(node);
        return inputs[0];
    }

    /// <summary>The least and the greatest whole number.</summary>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: another type than the two 8-bit ones.</exception>
    internal static (long Least, long Greatest) Range(Node node) =>
        node.Attributes.Integer(DataType, UInt8) switch
        {
            UInt8 => (byte.MinValue, byte.MaxValue),
            Int8 => (sbyte.MinValue, sbyte.MaxValue),
            _ => throw NetworkErrors.ShapeMismatch(node, $"{DataType} must be {UInt8} (uint8) or {Int8} (int8)."),
        };

    internal static void RequireScalars(Node node, IReadOnlyList<long[]> inputs)
    {
        if (inputs.Count != 3 || inputs[1].Length != 0 || inputs[2].Length != 0)
            throw NetworkErrors.ShapeMismatch(node, "it takes a tensor, its scale and its zero point, both scalars.");
    }

    internal override bool RoundsActivations => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;
}
