using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// A fully connected layer: <c>x · Wᵀ + b</c> with x <c>[rows, in]</c>, W <c>[out, in]</c> (ONNX Gemm with transB = 1), b <c>[out]</c>,
/// optional.
/// With transB = 0 the weight is <c>[in, out]</c>; alpha multiplies the product and beta the bias.
/// </summary>
internal sealed class GemmOperator : Operator, IMatrixOperator
{
    internal override string Type => "Gemm";

    internal override int PrunableInput => 1;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor weight = IsTransposed(node) ? inputs[1]! : inputs[1]!.t();
        Tensor? bias = inputs.Length > 2 ? inputs[2] : null;
        double alpha = node.Attributes.Number("alpha", 1),
            beta = node.Attributes.Number("beta", 1);
        if (alpha == 1 && beta == 1)
            return nn.functional.linear(inputs[0]!, weight, bias!);
        Tensor product = nn.functional.linear(inputs[0]!, weight).Times(alpha);
        return bias is null ? product : product.Plus(bias.Times(beta));
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        (int outAxis, int inAxis) = WeightAxes(node);
        if (node.Attributes.Integer("transA", 0) != 0)
            throw NetworkErrors.ShapeMismatch(node, "transA would mix rows.");
        if (inputs[0].Length != 2)
            throw NetworkErrors.ShapeMismatch(
                node,
                $"a linear layer takes rows of numbers, but {Axes.Row(inputs[0])} arrives; put 'flatten' before it."
            );
        if (inputs[0][1] != inputs[1][inAxis])
            throw NetworkErrors.ShapeMismatch(node, $"its weight takes {inputs[1][inAxis]} inputs, but {inputs[0][1]} arrive.");
        if (inputs.Count > 2 && inputs[2].Length > 0 && (inputs[2].Length != 1 || inputs[2][0] != inputs[1][outAxis]))
            throw NetworkErrors.ShapeMismatch(node, $"its bias is {Axes.Text(inputs[2])}, but it has {inputs[1][outAxis]} outputs.");
        return [inputs[0][0], inputs[1][outAxis]];
    }

    internal override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) => inputs[1][0] * inputs[1][1];

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        (int outAxis, int inAxis) = WeightAxes(node);
        relations.CoupleParameter(relations.Value(node.Inputs[0]), node.Inputs[1], inAxis, SliceRole.Consumer);
        ChannelSpace output = relations.Declare(node.Output, 1);
        relations.CoupleParameter(output, node.Inputs[1], outAxis, SliceRole.Producer);
        if (node.Inputs.Count > 2)
            relations.CoupleParameter(output, node.Inputs[2], 0);
    }

    public Tensor Matrix(Node node, Tensor weight) => (IsTransposed(node) ? weight : weight.t()).unsqueeze(0);

    public Tensor Weight(Node node, Tensor matrices, long[] shape)
    {
        Tensor matrix = matrices.squeeze(-3);
        return IsTransposed(node) ? matrix : matrix.transpose(-1, -2);
    }

    public Tensor Rows(Node node, Tensor?[] inputs)
    {
        Tensor rows = inputs[0]!.unsqueeze(0).unsqueeze(2);
        double alpha = node.Attributes.Number("alpha", 1);
        return alpha == 1 ? rows : rows.Times(alpha);
    }

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => output.unsqueeze(0).unsqueeze(2);

    private static bool IsTransposed(Node node) => node.Attributes.Integer("transB", 0) != 0;

    private static (int Out, int In) WeightAxes(Node node) => IsTransposed(node) ? (0, 1) : (1, 0);

    public MatrixForm Form => MatrixForm.Linear;

    public int OutputAxis(Node node, int rank) => WeightAxes(node).Out;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input switch
        {
            1 => new Initializer.ScaledNormal(shape[WeightAxes(node).In]),
            2 => Initializer.Zeros,
            _ => null,
        };

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override FoldedNode? Fold(Node node, IAffineFolding folding, Tensor scale, Tensor shift) =>
        LayerFolding.IntoWeightAndBias(node, folding, scale, shift, WeightAxes(node).Out);

    internal override bool Compile(Node node, ILaneBuilder lanes)
    {
        if (lanes.Parameter(node.Inputs[1]) is not { } weight)
            return false;
        Tensor matrix = IsTransposed(node) ? weight : weight.t();
        if (node.Attributes.Number("alpha", 1) is var alpha && alpha != 1)
            matrix = matrix.Times(alpha);
        var bias = new float[matrix.size(0)];
        if (node.Inputs.Count > 2 && node.Inputs[2].Length > 0)
        {
            if (lanes.Numbers(node.Inputs[2]) is not { } numbers)
                return false;
            float beta = (float)node.Attributes.Number("beta", 1);
            for (int i = 0; i < bias.Length; i++)
                bias[i] = beta * numbers[i];
        }
        return lanes.Product(node, matrix, bias);
    }
}
