using PSModelPruning.Compute.Networks;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>One place where a weight multiplies what arrives; see <see cref="IMatrixOperator"/>.</summary>
/// <param name="Weight">The weight's name.</param>
/// <param name="Node">The node.</param>
/// <param name="Operator">Its operator.</param>
internal sealed record MatrixUse(string Weight, Node Node, IMatrixOperator Operator)
{
    /// <summary>The weight as matrices <c>[groups, out, in]</c>.</summary>
    internal Tensor ToMatrix(Tensor weight) => Operator.Matrix(Node, weight);

    /// <summary>Matrices <c>[…, groups, out, in]</c> as the weight is held, <c>[…, …shape]</c>.</summary>
    internal Tensor ToWeight(Tensor matrices, long[] shape) => Operator.Weight(Node, matrices, shape);

    /// <summary>What the matrices are multiplied by, <c>[groups, examples, positions, in]</c>.</summary>
    internal Tensor Rows(Tensor?[] inputs) => Operator.Rows(Node, inputs);

    /// <summary>The output or its gradient in the same order, <c>[groups, examples, positions, out]</c>.</summary>
    internal Tensor Products(Tensor?[] inputs, Tensor output) => Operator.Products(Node, inputs, output);
}
