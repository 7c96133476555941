using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Entries of embeddings go: their vector becomes zeros, which all removed entries share, so that the table shrinks by a row each.
/// </summary>
internal sealed class EmbeddingRowGranularity : PruningGranularity
{
    internal override string Name => "EmbeddingRow";

    internal override string Description => "Removes entries of embeddings: they share one vector of zeros";

    internal override UnitCounter Counter { get; } = new EmbeddingRowCounter();

    internal override bool MakesSmaller => true;

    internal override bool TakesLayerSparsity => false;

    internal override IReadOnlyList<string> Unread =>
        [nameof(NetworkPruningOptions.RoundTo), nameof(NetworkPruningOptions.MaxLayerSparsity)];

    internal override string NothingReason => "it has no embedding with more than one entry, or those are excluded";

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new EmbeddingRowSelection(graph, rules);
}
