using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>x where it is positive, <c>alpha</c>·x elsewhere (default 0.01).</summary>
internal sealed class LeakyReluOperator : ActivationOperator
{
    internal override string Type => "LeakyRelu";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        inputs[0]!.LeakyRelu(node.Attributes.Number("alpha", 0.01));

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) =>
        nn.functional.leaky_relu(inputs[0]!, node.Attributes.Number("alpha", 0.01), inplace: true);

    internal override double? InitialGain => 2;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Leak(node, (float)node.Attributes.Number("alpha", 0.01));
}
