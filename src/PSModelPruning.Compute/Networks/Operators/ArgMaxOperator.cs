using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// The place of the greatest number along <c>axis</c> as int64 (ONNX ArgMax); <c>keepdims</c> (default 1) keeps the axis with size 1. Every
/// channel enters the comparison, so along the channels all must stay.
/// </summary>
internal sealed class ArgMaxOperator : Operator
{
    internal override string Type => "ArgMax";

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        inputs[0]!.argmax(Axes.Normalize(node, inputs[0]!.shape, 0), KeepsAxis(node));

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        int axis = Axes.Normalize(node, inputs[0], 0);
        if (axis == 0)
            throw NetworkErrors.ShapeMismatch(node, "rows cannot be mixed; choose another axis than 0.");
        if (node.Attributes.Integer("select_last_index", 0) != 0)
            throw NetworkErrors.ShapeMismatch(node, "of equal numbers only the first is taken.");
        if (inputs[0][axis] < 1)
            throw NetworkErrors.ShapeMismatch(node, $"there is nothing along axis {axis} of {Axes.Row(inputs[0])}.");
        return KeepsAxis(node) ? [.. inputs[0][..axis], 1, .. inputs[0][(axis + 1)..]] : [.. inputs[0][..axis], .. inputs[0][(axis + 1)..]];
    }

    internal override ScalarType InferType(Node node, IReadOnlyList<ScalarType?> inputs, int output)
    {
        base.InferType(node, inputs, output);
        return ScalarType.Int64;
    }

    internal override bool IsDifferentiable(Node node, int input) => false;

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        string reason = $"{node.Name} compares them";
        relations.Fix(relations.Value(node.Inputs[0]), reason);
        relations.DeclareFixed(node.Output, relations.Shape(node.Output).Length > 1 ? 1 : 0, reason);
    }

    private static bool KeepsAxis(Node node) => node.Attributes.Integer("keepdims", 1) != 0;
}
