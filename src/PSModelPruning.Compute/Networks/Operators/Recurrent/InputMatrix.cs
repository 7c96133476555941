using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators.Recurrent;

/// <summary>
/// The input weight W as a matrix a direction; a step is a position. Where the derivatives at its products are wanted, a probe of their
/// shape is added to them.
/// </summary>
internal sealed class InputMatrix(RecurrentOperator kind) : IMatrixOperator
{
    internal RecurrentOperator Kind { get; } = kind;

    public MatrixForm Form => MatrixForm.Recurrent;

    /// <summary>Recurrent weights are <c>[directions, gates · hidden, in]</c>.</summary>
    public int OutputAxis(Node node, int rank) => rank - 2;

    public Tensor Matrix(Node node, Tensor weight) => weight;

    public Tensor Weight(Node node, Tensor matrices, long[] shape) => matrices;

    public Tensor Rows(Node node, Tensor?[] inputs) => RecurrentRun.Steps(node, inputs[0]!).transpose(1, 2);

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => output;
}
