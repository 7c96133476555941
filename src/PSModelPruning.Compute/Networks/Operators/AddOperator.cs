using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>The sum, element by element: a residual connection, or a constant that is added.</summary>
internal sealed class AddOperator : BroadcastOperator
{
    internal override string Type => "Add";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => inputs[0]!.Plus(inputs[1]!);

    internal override Tensor ExecuteInPlace(Node node, Tensor?[] inputs) =>
        inputs[0]!.shape.AsSpan().SequenceEqual(inputs[1]!.shape) ? inputs[0]!.Increase(inputs[1]!) : inputs[0]!.Plus(inputs[1]!);
}
