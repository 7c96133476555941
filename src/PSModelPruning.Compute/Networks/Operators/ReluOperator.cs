using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>max(x, 0), element by element.</summary>
internal sealed class ReluOperator : ElementwiseOperator
{
    internal override string Type => "Relu";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => nn.functional.relu(inputs[0]!);

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.relu_();
}
