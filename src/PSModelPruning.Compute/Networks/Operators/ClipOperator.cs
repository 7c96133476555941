using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>Limits every element to [<c>min</c>, <c>max</c>]; a bound that is left out does not limit.</summary>
internal sealed class ClipOperator : ActivationOperator
{
    internal override string Type => "Clip";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        using Scalar min = Least(node).ToScalar();
        using Scalar max = Greatest(node).ToScalar();
        return inputs[0]!.clamp(min, max);
    }

    internal override double? InitialGain => 2;

    internal override bool IsRectifier(Node node) => Least(node) == 0;

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Limits(node, (float)Least(node), (float)Greatest(node));

    private static double Least(Node node) => node.Attributes.Number("min", double.NegativeInfinity);

    private static double Greatest(Node node) => node.Attributes.Number("max", double.PositiveInfinity);
}
