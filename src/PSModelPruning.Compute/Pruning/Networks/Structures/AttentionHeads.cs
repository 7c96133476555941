using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>Tells which units of a graph are attention heads.</summary>
internal sealed class AttentionHeads
{
    private readonly ChannelRelations _relations;
    private readonly HashSet<int> _roots = [];

    internal AttentionHeads(Graph graph, ChannelRelations relations)
    {
        _relations = relations;
        foreach (ChannelSpace channels in graph.Nodes.Where(node => node.Operator.HasHeads).Select(node => relations.Value(node.Output)))
        {
            for (int i = 0; i < channels.Count; i++)
                _roots.Add(relations.Root(channels.First + i));
        }
    }

    /// <summary>True for the channels of a head with the weights that make and read them.</summary>
    internal bool Contains(PruningUnit unit) =>
        _roots.Contains(_relations.Root(_relations.ParameterAxis(unit.Slices[0].Parameter, unit.Slices[0].Axis) + unit.Slices[0].Index));
}
