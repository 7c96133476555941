using PSModelPruning.Compute.Networks.Building;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// The matrix product over the last two axes, x <c>[rows, …, in]</c> with a weight <c>[in, out]</c>, or of two activations with the same
/// rows.
/// </summary>
internal sealed class MatMulOperator : Operator, IMatrixOperator
{
    internal override string Type => "MatMul";

    internal override int PrunableInput => 1;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context) => matmul(inputs[0]!, inputs[1]!);

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] a = inputs[0],
            b = inputs[1];
        bool fits =
            a.Length >= 2
            && (b.Length == 2 || (b.Length == a.Length && a.AsSpan(0, a.Length - 2).SequenceEqual(b.AsSpan(0, a.Length - 2))));
        if (!fits || a[^1] != b[^2])
            throw NetworkErrors.ShapeMismatch(
                node,
                $"{Axes.Text(a)} and {Axes.Text(b)} cannot be multiplied: the last size of the first must be the last but one of the "
                    + "second."
            );
        return [.. a[..^1], b[^1]];
    }

    internal override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) =>
        Axes.Product(output, 1) * inputs[0][^1];

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        int last = relations.Shape(node.Output).Length - 1;
        if (relations.IsActivation(node.Inputs[1]))
        {
            RelateActivations(node, relations, input, relations.Value(node.Inputs[1]), last);
            return;
        }
        string weight = node.Inputs[1];
        if (input.Axis == last)
        {
            relations.CoupleParameter(input, weight, 0, SliceRole.Consumer);
        }
        else
        {
            string reason = $"{node.Name} reads them along another axis";
            relations.Fix(input, reason);
            relations.FixParameter(weight, 0, reason);
        }
        relations.CoupleParameter(relations.Declare(node.Output, last), weight, 1, SliceRole.Producer);
    }

    public Tensor Matrix(Node node, Tensor weight) => weight.t().unsqueeze(0);

    public Tensor Weight(Node node, Tensor matrices, long[] shape) => matrices.squeeze(-3).transpose(-1, -2);

    public Tensor Rows(Node node, Tensor?[] inputs) => ByExample(inputs[0]!);

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => ByExample(output);

    private static Tensor ByExample(Tensor values) => values.reshape(1, values.size(0), -1, values.size(-1));

    /// <summary>
    /// Summing over a channel without a weight that can be set to zero: a channel set to zero before an activation function is not
    /// the same as one removed, so what is summed over stays. The columns of the second factor are the columns of the product.
    /// </summary>
    private static void RelateActivations(Node node, ChannelRelations relations, ChannelSpace a, ChannelSpace b, int last)
    {
        string reason = $"{node.Name} multiplies two activations";
        relations.Fix(a, reason);
        if (b.Axis == last)
        {
            relations.DeclareSame(node.Output, b);
            return;
        }
        relations.Fix(b, reason);
        relations.DeclareFixed(node.Output, last, reason);
    }

    public MatrixForm Form => MatrixForm.Linear;

    public int OutputAxis(Node node, int rank) => rank - 1;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input == PrunableInput ? new Initializer.ScaledNormal(shape[0]) : null;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override IEnumerable<int> MultipliedInputs(Node node) => [0, 1];

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => rank - 1;

    /// <summary>A product has no bias: the term is left.</summary>
    internal override FoldedNode? Fold(Node node, IAffineFolding folding, Tensor scale, Tensor shift) =>
        folding.Value(node.Inputs[1]) is { } weight && weight.dim() == 2 && folding.Shape(node.Output).Length == 2
            ? new FoldedNode(
                node with
                {
                    Inputs = [node.Inputs[0], folding.Change(node, node.Inputs[1], "weight", LayerFolding.Scaled(weight, scale, 1))],
                },
                shift
            )
            : null;

    internal override bool Compile(Node node, ILaneBuilder lanes) =>
        lanes.Parameter(node.Inputs[1]) is { } weight && weight.dim() == 2 && lanes.Product(node, weight.t(), new float[weight.size(1)]);
}
