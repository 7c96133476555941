using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Of two values the one or the other, element by element (ONNX Where): the second input where the first is true, the third elsewhere. An
/// axis of size 1 repeats.
/// </summary>
internal sealed class WhereOperator : BroadcastOperator
{
    internal override string Type => "Where";

    internal override bool TakesAnyType => true;

    private protected override int Count => 3;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => where(inputs[0]!, inputs[1]!, inputs[2]!);

    internal override ScalarType InferType(Node node, IReadOnlyList<ScalarType?> inputs, int output)
    {
        if (inputs[0] != ScalarType.Bool)
            throw NetworkErrors.TypeMismatch(node, "its first input must be bool.");
        return base.InferType(node, [.. inputs.Skip(1)], output);
    }

    internal override SignalFlow Flow(Node node) => SignalFlow.Blocked;

    internal override bool IsDifferentiable(Node node, int input) => input > 0;
}
