using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>The product, element by element: a gate, or a constant factor.</summary>
internal sealed class MulOperator : BroadcastOperator
{
    internal override string Type => "Mul";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.mul(inputs[1]!);

    internal override IEnumerable<int> FlowFactors(Node node) => Enumerable.Range(0, node.Inputs.Count);

    internal override bool TakesAnyType => true;
}
