using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>The input itself.</summary>
internal sealed class IdentityOperator : ElementwiseOperator
{
    internal override string Type => "Identity";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!;

    internal override bool IsIdentityInInference => true;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Rename(node);

    internal override bool TakesAnyType => true;
}
