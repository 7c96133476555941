using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Weights that fine-tuning pushes towards zero go: −Σ_t w_t·∂L_t/∂w_t over the steps t of fine-tuning so far, so a weight that is large
/// but shrinks goes before a small one that grows. Made for Schedule Gradual, whose pruning then begins after the first part of the
/// fine-tuning. Where no step was taken yet (OneShot), the gradients of the calibration rows stand for those of training.
/// </summary>
/// <remarks>
/// Sanh, Wolf, Rush: "Movement Pruning: Adaptive Sparsity by Fine-Tuning", 2020, equation 3. Different from there, what is gone stays gone.
/// </remarks>
internal sealed class MovementCriterion : PruningCriterion
{
    internal override string Name => "Movement";

    internal override string Description =>
        "Removes weights that fine-tuning moves towards zero: accumulated -w·gradient (Sanh et al. 2020); made for schedule Gradual";

    internal override bool NeedsData => true;

    internal override bool WatchesTraining => true;

    internal override bool IsComparableAcrossLayers => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        var observed = parameters.ToDictionary(name => name, name => context.Movement?.Of(context.Graph.Parameters[name]));
        if (observed.Values.All(sum => sum is not null))
            return observed.ToDictionary(entry => entry.Key, entry => entry.Value!.clone());
        var sums = parameters.ToDictionary(name => name, name => zeros(context.Graph.Parameters[name].Shape));
        context.EachBatchGradient(parameters, (batch, rows) =>
        {
            foreach ((string name, (Tensor value, Tensor gradient)) in batch)
                sums[name].sub_(gradient.mul(value));
        });
        return sums;
    }
}
