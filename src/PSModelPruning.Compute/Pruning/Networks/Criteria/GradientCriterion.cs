using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Weights that the loss does not react to go: the mean over calibration batches of |∂L/∂w|, summed over a unit's weights.
/// (The gradient of the whole sample is near zero in a trained network; that of a batch is not.)
/// </summary>
internal sealed class GradientCriterion : PruningCriterion
{
    internal override string Name => "Gradient";

    internal override string Description => "Removes weights to which the loss does not react: mean |gradient| over training batches";

    internal override bool NeedsData => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        var sums = parameters.ToDictionary(name => name, name => zeros(context.Graph.Parameters[name].Shape));
        int batches = 0;
        context.EachBatchGradient(parameters, (batch, rows) =>
        {
            batches++;
            foreach ((string name, (_, Tensor gradient)) in batch)
                sums[name].Increase(gradient.abs());
        });
        foreach (Tensor sum in sums.Values)
            sum.DivideBy(Math.Max(1, batches));
        return sums;
    }
}
