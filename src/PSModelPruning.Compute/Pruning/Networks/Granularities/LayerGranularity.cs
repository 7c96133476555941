using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Whole residual blocks go, so that their shortcut remains, and whole layers whose input and output have the same shape (Chen, Zhao:
/// "Shallowing Deep Networks", 2018; Elkerdawy et al.: "To Filter Prune, or to Layer Prune, That Is the Question", 2020).
/// </summary>
internal sealed class LayerGranularity : PruningGranularity
{
    internal override string Name => "Layer";

    internal override string Description =>
        "Removes whole residual blocks, and layers with the same input and output shape: a shallower, faster network";

    internal override UnitCounter Counter { get; } = new BlockCounter();

    internal override bool MakesSmaller => true;

    internal override ScoredPart Scored => ScoredPart.Block;

    internal override bool TakesLayerSparsity => false;

    internal override bool MayPruneDuringTraining => false;

    internal override IReadOnlyList<string> Unread =>
        [nameof(NetworkPruningOptions.Scope), nameof(NetworkPruningOptions.RoundTo), nameof(NetworkPruningOptions.MaxLayerSparsity)];

    internal override string NothingReason =>
        "it has no residual connection whose branch could go, and no layer with an input and output of the same shape, or those are "
        + "excluded";

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new LayerSelection(graph, rules);
}
