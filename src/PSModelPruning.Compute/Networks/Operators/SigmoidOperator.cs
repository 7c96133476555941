using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
internal sealed class SigmoidOperator : ElementwiseOperator
{
    internal override string Type => "Sigmoid";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.sigmoid();

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.sigmoid_();
}
