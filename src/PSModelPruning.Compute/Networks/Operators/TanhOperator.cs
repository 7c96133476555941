using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>The hyperbolic tangent, element by element.</summary>
internal sealed class TanhOperator : ElementwiseOperator
{
    internal override string Type => "Tanh";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.tanh();

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.tanh_();
}
