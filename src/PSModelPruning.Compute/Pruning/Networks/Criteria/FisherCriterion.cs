using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Maximum-likelihood pruning: what raises the negative log-likelihood least goes, by the second-order estimate ½·w²·F with the diagonal of
/// the empirical Fisher matrix, F = 1/N Σ_n (∂ℓ_n/∂w)², the mean over single calibration rows n. For a unit the gradient is that of a
/// factor before its activations, 1/2N Σ_n (Σ w·∂ℓ_n/∂w)², the inner sum over the weights that read it.
/// </summary>
/// <remarks>
/// LeCun, Denker, Solla: "Optimal Brain Damage", 1990, equation 5, with the Fisher matrix for the Hessian, which it equals in expectation
/// where the model fits;
/// Theis, Korshunova, Tejani, Huszár: "Faster gaze prediction with dense networks and Fisher pruning", 2018, equations 10 and 11 (units).
/// The gradients are those of rows, not of batches: the square of a batch's mean gradient is another number.
/// </remarks>
internal sealed class FisherCriterion : PruningCriterion
{
    internal override string Name => "Fisher";

    internal override string Description =>
        "Removes weights that lower the likelihood least: ½w² times the Fisher information (LeCun et al. 1990, Theis et al. 2018)";

    internal override bool NeedsData => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        var gradients = new ExampleGradients(context, parameters);
        Dictionary<string, Tensor> squares = gradients.SumsOfSquares();
        using IDisposable withoutGradient = no_grad();
        return squares.ToDictionary(
            entry => entry.Key,
            entry => context.Graph.Parameters[entry.Key].Value.detach().Squared().mul_(entry.Value).Scale(0.5 / gradients.Rows)
        );
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        var gradients = new ExampleGradients(context, units.Weights);
        Tensor sum = zeros([units.Count], ScalarType.Float64);
        gradients.EachChunk(chunk =>
        {
            var products = chunk.ToDictionary(
                entry => entry.Key,
                entry => entry.Value * context.Graph.Parameters[entry.Key].Value.detach()
            );
            sum.Increase(units.SumReadersByExample(products).Squared().sum(dim: 0));
        });
        return sum.Scale(0.5 / gradients.Rows);
    }
}
