using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>The hyperbolic tangent, element by element.</summary>
internal sealed class TanhOperator : ActivationOperator
{
    internal override string Type => "Tanh";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.tanh();

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.tanh_();

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Function(node, MathF.Tanh);
}
