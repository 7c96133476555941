using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Small weights go: |w| an element, and for a unit the L1 norm of all weights that lead into it or out of it.
/// Han et al. 2015 (elements); Li et al., "Pruning Filters for Efficient ConvNets", 2017 (filters by their L1 norm); that the weights which
/// read a channel count too is the group norm of Fang et al., "DepGraph", 2023. Needs no data.
/// </summary>
internal class MagnitudeCriterion : PruningCriterion
{
    internal override string Name => "Magnitude";

    internal override string Description =>
        "Removes small weights: |w|, for channels the L1 norm (Han et al. 2015, Li et al. 2017); needs no data";

    internal override bool ScoresBySize => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        using IDisposable withoutGradient = no_grad();
        return parameters.ToDictionary(name => name, name => context.Graph.Parameters[name].Value.detach().abs());
    }
}
