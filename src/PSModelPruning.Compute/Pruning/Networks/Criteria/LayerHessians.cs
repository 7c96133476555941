using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// The second derivatives of every layer's squared reconstruction error ‖WX − ŴX‖² with respect to one row of its weight: H = X Xᵀ (up to a
/// factor that cancels), X what arrives over all calibration rows and positions. Damped with a hundredth of the mean diagonal; an input at
/// which nothing ever arrives has 1 on the diagonal.
/// </summary>
internal sealed class LayerHessians
{
    private const double Damping = 0.01;

    private readonly Dictionary<string, Tensor> _sums = [];
    private readonly MatrixLayers _layers;

    /// <param name="graph">The graph.</param>
    /// <param name="rows">What is run through it.</param>
    /// <param name="weights">Names of weights.</param>
    /// <param name="cancellation">Looked at every batch.</param>
    internal LayerHessians(Graph graph, CalibrationRows rows, IReadOnlyCollection<string> weights, CancellationToken cancellation)
    {
        _layers = new MatrixLayers(graph, weights);
        _layers.EachBatch(graph, rows, cancellation, (use, inputs, _) =>
        {
            Tensor arrived = use.Rows(inputs).flatten(1, 2);
            Tensor product = matmul(arrived.transpose(-1, -2), arrived).to_type(ScalarType.Float64);
            if (_sums.TryGetValue(use.Weight, out Tensor? sum))
                sum.Increase(product);
            else
                _sums.Add(use.Weight, product.MoveToOuterDisposeScope());
        });
    }

    /// <summary>The first place where a weight is used: how its matrices lie.</summary>
    internal MatrixUse Use(string weight) => _layers[weight][0];

    /// <summary>1 for the inputs at which something arrived, 0 for the others, <c>[groups, 1, in]</c>, float64.</summary>
    internal Tensor Arrivals(string weight) => Diagonal(weight).IsAbove(0).to_type(ScalarType.Float64).unsqueeze(1);

    /// <summary>
    /// The upper triangular U with UᵀU = H⁻¹, <c>[groups, in, in]</c>, float64. Row i from the diagonal on, times U_ii, is the first row of
    /// the inverse of H without what lies before i, so that one factorization serves all columns.
    /// </summary>
    internal Tensor InverseFactor(string weight)
    {
        Tensor diagonal = Diagonal(weight);
        Tensor damping = diagonal.mean([-1], keepdim: true).Times(Damping).AtLeast(1e-12).Plus(diagonal.Is(0).to_type(ScalarType.Float64));
        Tensor inverse = linalg.inv(_sums[weight].Plus(diag_embed(damping)));
        // The inverse is symmetric but for rounding, which the factorization must not see.
        return linalg.cholesky(inverse.Plus(inverse.transpose(-1, -2)).Over(2)).transpose(-1, -2).contiguous();
    }

    private Tensor Diagonal(string weight) => _sums[weight].diagonal(0, -2, -1);
}
