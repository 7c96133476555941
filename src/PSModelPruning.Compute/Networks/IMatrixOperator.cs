using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// An operator that multiplies what arrives by a weight: every output number is a row of the weight, as a matrix, times a row of numbers
/// that arrive (an example's features, the window of a convolution, the 1 at a table's entry). Grouped convolutions are as many matrices.
/// Biases are not part of it.
/// </summary>
internal interface IMatrixOperator
{
    /// <summary>How the weight meets what arrives.</summary>
    MatrixForm Form { get; }

    /// <summary>The axis of the weight whose entries make one output each.</summary>
    /// <param name="node">The node.</param>
    /// <param name="rank">How many axes the weight has.</param>
    int OutputAxis(Node node, int rank);

    /// <summary>The weight as matrices, <c>[groups, out, in]</c>; a view where that is possible.</summary>
    Tensor Matrix(Node node, Tensor weight);

    /// <summary>
    /// The inverse of <see cref="Matrix"/>, for one weight or several at once: <c>[…, groups, out, in]</c> into <c>[…, …shape]</c>.
    /// </summary>
    Tensor Weight(Node node, Tensor matrices, long[] shape);

    /// <summary>
    /// The rows that the matrices are multiplied by, <c>[groups, examples, positions, in]</c>; a linear layer has one position an example.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Its inputs in order, as in <see cref="Operator.Execute"/>.</param>
    Tensor Rows(Node node, Tensor?[] inputs);

    /// <summary>The output, or its gradient, in the order of <see cref="Rows"/>: <c>[groups, examples, positions, out]</c>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Its inputs in order.</param>
    /// <param name="output">A tensor of the output's shape.</param>
    Tensor Products(Node node, Tensor?[] inputs, Tensor output);
}
