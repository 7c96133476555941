using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>ln(1 + eˣ), element by element (ONNX Softplus).</summary>
internal sealed class SoftplusOperator : ActivationOperator
{
    internal override string Type => "Softplus";

    internal override double? InitialGain => 2;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => nn.functional.softplus(inputs[0]!);

    internal override bool Compile(Node node, ILaneBuilder lanes) =>
        lanes.Function(node, x => x > 20 ? x : MathF.Log(1 + MathF.Exp(x)));
}
