using MathNet.Numerics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// x·Φ(x) with Φ the normal distribution function (Hendrycks and Gimpel 2016); with <c>approximate</c> = "tanh" its approximation by the
/// hyperbolic tangent.
/// </summary>
internal sealed class GeluOperator : ActivationOperator
{
    internal override string Type => "Gelu";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        inputs[0]!.gelu(node.Attributes.Text("approximate", "none") == "tanh" ? GELU.Approximate.tanh : GELU.Approximate.none);

    internal override double? InitialGain => 2;

    internal override bool Compile(Node node, ILaneBuilder lanes) =>
        node.Attributes.Text("approximate", "none") == "none"
        && lanes.Function(node, x => (float)(0.5 * x * (1 + SpecialFunctions.Erf(x / Math.Sqrt(2)))));
}
