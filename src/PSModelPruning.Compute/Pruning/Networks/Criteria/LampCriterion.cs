using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Magnitude on a scale that layers share: the square of a weight divided by the sum of the squares of all weights of its layer that are
/// not smaller, w_u² / Σ_{v: |w_v| ≥ |w_u|} w_v². The largest weight of every layer scores 1, so no layer empties. For a unit w² is
/// the sum of the squares of all weights that make and read it, and the sum goes over the units of the same layers. Needs no data.
/// </summary>
/// <remarks>Lee, Park, Mo, Ahn, Shin: "Layer-adaptive Sparsity for the Magnitude-based Pruning", 2021, equation 5.</remarks>
internal sealed class LampCriterion : PruningCriterion
{
    internal override string Name => "Lamp";

    internal override string Description =>
        "Removes small weights, relative to the larger ones of the layer: w² / sum of larger squares (Lee et al. 2021); needs no data";

    internal override bool IsComparableAcrossLayers => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        using IDisposable withoutGradient = no_grad();
        return parameters.ToDictionary(
            name => name,
            name =>
            {
                Tensor weight = context.Graph.Parameters[name].Value.detach();
                return Scale(weight.flatten().to_type(ScalarType.Float64).Squared()).to_type(ScalarType.Float32).reshape(weight.shape);
            }
        );
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        using IDisposable withoutGradient = no_grad();
        Tensor squares = units.Sum(
            units.Weights.ToDictionary(name => name, name => context.Graph.Parameters[name].Value.detach().Squared())
        );
        Tensor scores = zeros_like(squares);
        foreach (
            IGrouping<string, int> group in Enumerable
                .Range(0, units.Count)
                .GroupBy(position => string.Join('\n', units.Units[position].Layers))
        )
        {
            Tensor positions = tensor([.. group.Select(position => (long)position)]);
            scores.index_copy_(0, positions, Scale(squares.index_select(0, positions)));
        }
        return scores;
    }

    /// <summary>Each of the squares divided by the sum of those that are not smaller; 0 stays 0.</summary>
    /// <param name="squares"><c>[n]</c>, float64.</param>
    internal static Tensor Scale(Tensor squares)
    {
        (Tensor sorted, Tensor order) = squares.sort(0, true);
        Tensor scaled = sorted / sorted.cumsum(0).AtLeast(double.Epsilon);
        return zeros_like(squares).index_copy_(0, order, scaled);
    }
}
