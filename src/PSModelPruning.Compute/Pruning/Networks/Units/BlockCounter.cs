using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>Counts layers, each as one unit; the trace that a removed block leaves counts as none.</summary>
internal sealed class BlockCounter : UnitCounter
{
    internal override string Unit => "block";

    internal override bool CountsWholeLayers => true;

    internal override IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history) =>
        graph.Nodes.Where(node => !BlockRemoval.IsStandIn(node)).ToDictionary(node => node.Name, _ => 1L);
}
