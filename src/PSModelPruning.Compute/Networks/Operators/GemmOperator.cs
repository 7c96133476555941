using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// A fully connected layer: <c>x · Wᵀ + b</c> with x <c>[rows, in]</c>, W <c>[out, in]</c> (ONNX Gemm with transB = 1), b <c>[out]</c>, optional.
/// With transB = 0 the weight is <c>[in, out]</c>.
/// </summary>
internal sealed class GemmOperator : Operator
{
    internal override string Type => "Gemm";

    internal override int PrunableInput => 1;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) =>
        nn.functional.linear(inputs[0]!, IsTransposed(node) ? inputs[1]! : inputs[1]!.t(), inputs.Length > 2 ? inputs[2] : null);

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        (int outAxis, int inAxis) = Axes(node);
        if (inputs[0].Length != 2)
            throw NetworkErrors.ShapeMismatch(node, $"a linear layer takes rows of numbers, but gets [{string.Join(", ", inputs[0])}]; put 'flatten' before it.");
        if (inputs[0][1] != inputs[1][inAxis])
            throw NetworkErrors.ShapeMismatch(node, $"its weight takes {inputs[1][inAxis]} inputs, but {inputs[0][1]} arrive.");
        return [inputs[0][0], inputs[1][outAxis]];
    }

    internal override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) => inputs[1][0] * inputs[1][1];

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        (int outAxis, int inAxis) = Axes(node);
        relations.CoupleParameter(relations.Value(node.Inputs[0]), node.Inputs[1], inAxis);
        ChannelSpace output = relations.Declare(node.Output, 1);
        relations.CoupleParameter(output, node.Inputs[1], outAxis);
        if (node.Inputs.Count > 2)
            relations.CoupleParameter(output, node.Inputs[2], 0);
    }

    private static bool IsTransposed(Node node) => node.Attributes.Integer("transB", 0) != 0;

    private static (int Out, int In) Axes(Node node) => IsTransposed(node) ? (0, 1) : (1, 0);
}
