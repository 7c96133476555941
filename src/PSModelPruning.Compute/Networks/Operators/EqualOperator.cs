using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>True where two values are equal, element by element (ONNX Equal).</summary>
internal sealed class EqualOperator : BroadcastOperator
{
    internal override string Type => "Equal";

    internal override bool TakesAnyType => true;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.eq(inputs[1]!);

    internal override ScalarType InferType(Node node, IReadOnlyList<ScalarType?> inputs, int output)
    {
        base.InferType(node, inputs, output);
        return ScalarType.Bool;
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Blocked;

    internal override bool IsDifferentiable(Node node, int input) => false;
}
