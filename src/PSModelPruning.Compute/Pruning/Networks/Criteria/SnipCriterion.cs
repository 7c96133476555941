using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Connections that the loss is not sensitive to go: the size of the derivative of the loss with respect to a factor c = 1 before every
/// weight, |∂L/∂c| = |w·∂L/∂w|, of the mean loss over all calibration rows as one batch, divided by the sum over all weights. A unit's is
/// the sum over the weights that make and read it.
/// </summary>
/// <remarks>
/// Lee, Ajanthan, Torr: "SNIP: Single-shot Network Pruning based on Connection Sensitivity", 2019, equations 5 and 6. Meant for networks
/// before training: in a trained one the gradient over many rows is near zero, and what is left of it is mostly chance.
/// </remarks>
internal sealed class SnipCriterion : PruningCriterion
{
    internal override string Name => "Snip";

    internal override string Description =>
        "Removes weights to which the loss is not sensitive: |w·gradient| of a large batch (Lee et al. 2019); for untrained networks";

    internal override bool NeedsData => true;

    internal override bool IsComparableAcrossLayers => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        var sums = parameters.ToDictionary(name => name, name => zeros(context.Graph.Parameters[name].Shape));
        context.EachBatchGradient(parameters, (batch, rows) =>
        {
            foreach ((string name, (Tensor value, Tensor gradient)) in batch)
                sums[name].Increase(gradient.mul(value), rows);
        });
        using IDisposable withoutGradient = no_grad();
        var sizes = sums.ToDictionary(entry => entry.Key, entry => entry.Value.abs());
        double total = sizes.Values.Sum(size => size.sum(ScalarType.Float64).item<double>());
        return total > 0 ? sizes.ToDictionary(entry => entry.Key, entry => entry.Value.Over(total)) : sizes;
    }
}
