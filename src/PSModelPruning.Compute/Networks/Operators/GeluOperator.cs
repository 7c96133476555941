using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// x·Φ(x) with Φ the normal distribution function (Hendrycks and Gimpel 2016); with <c>approximate</c> = "tanh" its approximation by the
/// hyperbolic tangent.
/// </summary>
internal sealed class GeluOperator : ElementwiseOperator
{
    internal override string Type => "Gelu";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        inputs[0]!.gelu(node.Attributes.Text("approximate", "none") == "tanh" ? GELU.Approximate.tanh : GELU.Approximate.none);
}
