using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>max(x, 0), element by element.</summary>
internal sealed class ReluOperator : ActivationOperator
{
    internal override string Type => "Relu";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => nn.functional.relu(inputs[0]!);

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) => inputs[0]!.relu_();

    internal override double? InitialGain => 2;

    internal override bool IsRectifier(Node node) => true;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Limits(node, 0, float.PositiveInfinity);
}
