using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>Counts attention heads.</summary>
internal sealed class HeadCounter() : ChannelCounter("head")
{
    internal override IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history)
    {
        ChannelRelations relations = graph.RelateChannels();
        var heads = new AttentionHeads(graph, relations);
        return UnitGroups
            .Of(graph, relations)
            .Where(group => heads.Contains(group.Units[0]))
            .SelectMany(group => group.Layers.Select(layer => (layer, group.Units.Count)))
            .GroupBy(entry => entry.layer)
            .ToDictionary(layer => layer.Key, layer => layer.Sum(entry => (long)entry.Count));
    }
}
