using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>Limits every element to [<c>min</c>, <c>max</c>]; a bound that is left out does not limit.</summary>
internal sealed class ClipOperator : ElementwiseOperator
{
    internal override string Type => "Clip";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        using Scalar min = node.Attributes.Number("min", double.NegativeInfinity).ToScalar();
        using Scalar max = node.Attributes.Number("max", double.PositiveInfinity).ToScalar();
        return inputs[0]!.clamp(min, max);
    }
}
