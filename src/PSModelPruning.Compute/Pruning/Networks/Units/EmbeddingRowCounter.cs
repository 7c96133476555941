using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>Counts the entries of embeddings.</summary>
internal sealed class EmbeddingRowCounter : UnitCounter
{
    internal override string Unit => "row";

    internal override IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history) =>
        EmbeddingTable.Of(graph).ToDictionary(table => table.Layer, table => (long)table.Rows);

    internal override long Original(Node node, long count, LayerHistory history) =>
        count > 0 && history.OriginalShape(node) is { } shape ? Math.Max(count, shape[0]) : count;
}
