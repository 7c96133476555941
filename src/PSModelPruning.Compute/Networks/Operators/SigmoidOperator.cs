using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
internal sealed class SigmoidOperator : ActivationOperator
{
    internal override string Type => "Sigmoid";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.sigmoid();

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.sigmoid_();

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Function(node, x => 1 / (1 + MathF.Exp(-x)));
}
