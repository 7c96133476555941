using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// The same numbers as another type (ONNX Cast): <c>to</c> is ONNX's number of the type. Towards whole numbers what is behind the point is
/// cut off; towards bool everything but 0 is true.
/// </summary>
internal sealed class CastOperator : ElementwiseOperator
{
    internal override string Type => "Cast";

    internal override bool SharesMemory => true;

    internal override bool TakesAnyType => true;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.to_type(ElementTypes.Of(node, "to"));

    internal override ScalarType InferType(Node node, IReadOnlyList<ScalarType?> inputs, int output) => ElementTypes.Of(node, "to");

    internal override SignalFlow Flow(Node node) =>
        ElementTypes.IsReal(ElementTypes.Of(node, "to")) ? SignalFlow.Follows : SignalFlow.Blocked;

    /// <summary>Whole numbers and truth values have no derivative.</summary>
    internal override bool IsDifferentiable(Node node, int input) => ElementTypes.IsReal(ElementTypes.Of(node, "to"));

    /// <summary>Numbers as they are are kept as they are.</summary>
    internal override bool Compile(Node node, ILaneBuilder lanes) =>
        ElementTypes.Of(node, "to") == ScalarType.Float32 && lanes.Rename(node);
}
