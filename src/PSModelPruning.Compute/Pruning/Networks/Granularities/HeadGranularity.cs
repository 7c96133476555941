using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Attention heads go: their columns of the query, key and value weights and their rows of the output weight (Michel, Levy, Neubig: "Are
/// Sixteen Heads Really Better than One?", 2019).
/// </summary>
internal sealed class HeadGranularity : PruningGranularity
{
    internal override string Name => "Head";

    internal override string Description => "Removes attention heads with their parts of the query, key, value and output weights";

    internal override UnitCounter Counter { get; } = new HeadCounter();

    internal override bool MakesSmaller => true;

    internal override ScoredPart Scored => ScoredPart.Unit;

    internal override bool TakesLayerSparsity => false;

    internal override string NothingReason => "it has no attention layer with several heads, or those are excluded";

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new ChannelSelection(graph, rules, headsAlone: true);
}
