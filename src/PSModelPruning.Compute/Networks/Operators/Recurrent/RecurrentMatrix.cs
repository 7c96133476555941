using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators.Recurrent;

/// <summary>
/// The recurrent weight R as one matrix a direction, or one a gate where gates multiply different numbers; it multiplies the states of the
/// step before. Where the derivatives at its products are wanted, a probe of their shape is added to them.
/// </summary>
internal sealed class RecurrentMatrix(RecurrentOperator kind) : IMatrixOperator
{
    public MatrixForm Form => MatrixForm.Recurrent;

    /// <summary>Recurrent weights are <c>[directions, gates · hidden, in]</c>.</summary>
    public int OutputAxis(Node node, int rank) => rank - 2;

    public Tensor Matrix(Node node, Tensor weight) => weight.reshape(weight.size(0) * kind.RecurrentMatrices, -1, weight.size(2));

    public Tensor Weight(Node node, Tensor matrices, long[] shape) => matrices.reshape([.. matrices.shape[..^3], .. shape]);

    public Tensor Rows(Node node, Tensor?[] inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        var arrivals = new List<Tensor>();
        kind.Unroll(node, RecurrentRun.Of(kind, node, inputs, null) with { Arrivals = arrivals });
        return stack(arrivals, 2).MoveToOuterDisposeScope();
    }

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => output;
}
