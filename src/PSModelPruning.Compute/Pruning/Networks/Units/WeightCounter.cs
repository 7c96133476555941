using PSModelPruning.Compute.Networks;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>Counts the weights that are not zero.</summary>
internal sealed class WeightCounter : UnitCounter
{
    internal override string Unit => "weight";

    internal override IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history) =>
        graph.Nodes.ToDictionary(
            node => node.Name,
            node => LayerHistory.PrunableNames(graph, node).Sum(name => count_nonzero(graph.Parameters[name].Value).item<long>())
        );

    internal override long Original(Node node, long count, LayerHistory history) =>
        Math.Max(
            count,
            LayerHistory
                .PrunableNames(history.Graph, node)
                .Sum(name => history.OriginalShapes.GetValueOrDefault(name, [0]).Aggregate(1L, (product, size) => product * size))
        );
}
