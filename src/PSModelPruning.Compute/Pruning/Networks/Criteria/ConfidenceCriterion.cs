using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Weights whose contribution to their unit is not confirmed by new data go. A weight's contribution in a row is w·x, the mean over
/// positions; its mean over all training rows says in which direction it contributes, and its score is the confidence of that on all
/// validation rows: the mean contribution over its standard error, with the sign of the training rows' mean. Below about 2 it cannot be
/// told from zero. Used with Threshold: weights below it are removed, again and again.
/// </summary>
/// <remarks>
/// The size of w cancels in the quotient, so all weights that read the same input are equally confident; among those the one with the
/// smaller mean contribution over the training rows goes first (which only matters where Sparsity caps a round). A unit's score is the
/// mean over the weights that read it.
/// </remarks>
internal sealed class ConfidenceCriterion : PruningCriterion
{
    /// <summary>Where a mean contribution cannot be told from zero at the usual level.</summary>
    internal const double UsualThreshold = 2;

    /// <summary>So little that it decides between equal confidences alone.</summary>
    private const double TieBreak = 1e-9;

    private const double Greatest = 1e30;

    internal override string Name => "Confidence";

    internal override string Description =>
        "Removes weights whose contribution (weight x input) the validation rows do not confirm: mean over standard error, below "
        + "a threshold";

    internal override bool NeedsData => true;

    internal override bool NeedsValidation => true;

    internal override bool IsComparableAcrossLayers => true;

    internal override double? DefaultThreshold => UsualThreshold;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        using IDisposable withoutGradient = no_grad();
        var layers = new MatrixLayers(context.Graph, parameters);
        Dictionary<string, Arrival> training = Arrivals(context, layers, context.Training!),
            validation = Arrivals(context, layers, context.Validation!);
        return parameters.ToDictionary(
            name => name,
            name =>
            {
                Tensor weight = context.Graph.Parameters[name].Value.detach();
                Tensor matrix = layers[name][0].ToMatrix(weight).to_type(ScalarType.Float64);
                Tensor learned = matrix * training[name].Mean.unsqueeze(1);
                Tensor confidence =
                    learned.sign()
                    * (matrix * validation[name].Mean.unsqueeze(1))
                    / (matrix.abs() * validation[name].StandardError.unsqueeze(1));
                confidence = confidence.nan_to_num(0, Greatest, -Greatest).Within(-Greatest, Greatest);
                Tensor place = learned
                    .abs()
                    .flatten()
                    .argsort(0)
                    .argsort(0)
                    .reshape(learned.shape)
                    .to_type(ScalarType.Float64)
                    .Over(learned.numel());
                return layers[name]
                    [0]
                    .ToWeight(confidence.Plus(place.Times(TieBreak) * confidence.abs().AtLeast(1)), weight.shape)
                    .contiguous();
            }
        );
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        Dictionary<string, Tensor> scores = ScoreElements(context, units.Weights);
        return units.SumReaders(scores)
            / units.SumReaders(scores.ToDictionary(entry => entry.Key, entry => ones_like(entry.Value))).AtLeast(1);
    }

    /// <summary>
    /// The mean over the rows of what arrives at every input (in a row its mean over positions), and that mean's standard error.
    /// </summary>
    private static Dictionary<string, Arrival> Arrivals(CriterionContext context, MatrixLayers layers, CalibrationRows rows)
    {
        var sums = new Dictionary<string, (Tensor Sum, Tensor Squares)>();
        var batch = new Dictionary<string, Tensor>();
        layers.EachBatch(
            context.Graph,
            rows,
            context.Monitor.Cancellation,
            (use, inputs, _) =>
            {
                Tensor means = use.Rows(inputs).mean([2], type: ScalarType.Float64);
                batch[use.Weight] = batch.TryGetValue(use.Weight, out Tensor? other) ? other.Plus(means) : means;
            },
            () =>
            {
                foreach ((string name, Tensor means) in batch)
                {
                    if (!sums.TryGetValue(name, out (Tensor Sum, Tensor Squares) sum))
                        sums.Add(
                            name,
                            sum = (
                                zeros_like(means.select(1, 0)).MoveToOuterDisposeScope(),
                                zeros_like(means.select(1, 0)).MoveToOuterDisposeScope()
                            )
                        );
                    sum.Sum.Increase(means.sum(dim: 1));
                    sum.Squares.Increase(means.Squared().sum(dim: 1));
                }
                batch.Clear();
            }
        );
        double count = rows.Count;
        return sums.ToDictionary(
            entry => entry.Key,
            entry =>
            {
                Tensor mean = entry.Value.Sum.Over(count);
                Tensor variance = (entry.Value.Squares.Over(count) - mean.Squared()).AtLeast(0).Times(count / (count - 1));
                return new Arrival(mean, variance.Over(count).sqrt());
            }
        );
    }

    /// <summary>Both <c>[groups, in]</c>.</summary>
    private sealed record Arrival(Tensor Mean, Tensor StandardError);
}
