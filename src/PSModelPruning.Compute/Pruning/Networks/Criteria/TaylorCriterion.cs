using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// The first-order estimate of how much the loss changes when something goes: for an element the sum over calibration batches of
/// |w·∂L/∂w|; for a unit the sum of (Σ w·∂L/∂w)², the sum over the weights that read the unit.
/// </summary>
/// <remarks>
/// Molchanov et al., "Importance Estimation for Neural Network Pruning", 2019, equation 8: the joint contribution of a set is the
/// square of its sum. The sum over the weights that read a channel is Σ h·∂L/∂h over the channel's activations h (their "Pruning
/// Convolutional Neural Networks for Resource Efficient Inference", 2017, equation 7 averages its absolute value), so whatever lies between
/// the filter and its readers (bias, BatchNormalization, activation, residual addition) is accounted for. Across layers the
/// scores are divided by their layer's mean: the 2017 method normalizes each layer (section 2.2), without which a layer of many
/// positions or few channels keeps all.
/// </remarks>
internal sealed class TaylorCriterion : PruningCriterion
{
    internal override string Name => "Taylor";

    internal override string Description =>
        "Removes weights that change the loss least: first-order |w·gradient|, squared sums for channels (Molchanov et al. 2017, 2019)";

    internal override bool NeedsData => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        var sums = parameters.ToDictionary(name => name, name => zeros(context.Graph.Parameters[name].Shape));
        context.EachBatchGradient(parameters, (batch, rows) =>
        {
            foreach ((string name, (Tensor value, Tensor gradient)) in batch)
                sums[name].Increase(gradient.mul(value).abs_());
        });
        return sums;
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        Tensor sum = zeros([units.Count], ScalarType.Float64);
        context.EachBatchGradient(units.Weights, (batch, rows) =>
        {
            var products = batch.ToDictionary(entry => entry.Key, entry => entry.Value.Value * entry.Value.Gradient);
            sum.Increase(units.SumReaders(products).Squared());
        });
        return sum;
    }
}
