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

    internal override double? InitialGain => null;

    internal override bool IsSum => true;

    /// <summary>A bias that is added belongs to the layer.</summary>
    internal override bool CompletesLayer(Node node, Predicate<string> isParameter) => isParameter(node.Inputs[1]);

    /// <summary>
    /// The sum with a constant, one number a feature, is a bias: the term is taken into it, the factor into the layer before.
    /// </summary>
    internal override FoldedNode? Fold(Node node, IAffineFolding folding, Tensor scale, Tensor shift)
    {
        int constant = folding.Value(node.Inputs[1]) is not null ? 1 : 0;
        string value = node.Inputs[1 - constant];
        if (
            folding.Value(node.Inputs[constant]) is not { } bias
            || bias.dim() != 1
            || bias.numel() != scale.numel()
            || folding.Shape(value).Length != 2
            || !folding.TryFold(value, scale, shift.Plus(bias.to_type(ScalarType.Float64) * scale), out Tensor? rest)
        )
            return null;
        string name = folding.Change(node, node.Inputs[constant], "bias", rest ?? zeros_like(bias));
        return new FoldedNode(node with { Inputs = constant == 1 ? [value, name] : [name, value] }, null);
    }

    internal override bool Compile(Node node, ILaneBuilder lanes) => lanes.Sum(node);

    internal override bool TakesAnyType => true;
}
