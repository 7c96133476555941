using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// Finds the units of structured pruning from the relations of a graph's channels. Near-linear in the number of channels.
/// </summary>
internal static class UnitGroups
{
    /// <summary>All groups of a graph, in the order of their first layers; those that must stay are among them with the reason.</summary>
    internal static IReadOnlyList<UnitGroup> Of(Graph graph) => Of(graph, graph.RelateChannels());

    internal static IReadOnlyList<UnitGroup> Of(Graph graph, ChannelRelations relations)
    {
        IReadOnlyList<(string Layer, string Weight)> makers = MakersOf(graph);
        Dictionary<int, ulong> carriers = CarriersByRoot(relations);
        var units = SlicesByRoot(relations)
            .Select(set => (Unit: UnitOf(set.Root, set.Slices), Carriers: carriers.GetValueOrDefault(set.Root)))
            .Where(entry => entry.Unit is not null);
        return
        [
            .. units
                .GroupBy(
                    entry => (Layers: string.Join('\n', entry.Unit!.Layers), entry.Unit.FixedReason, entry.Carriers),
                    entry => entry.Unit!
                )
                .Select(group => GroupOf(group.First().Layers, [.. group], group.Key.FixedReason))
                .OrderBy(group => Position(group.Layers[0])),
        ];

        PruningUnit? UnitOf(int root, List<ParameterSlice> slices)
        {
            HashSet<string> weights = [.. slices.Where(slice => slice.Role == SliceRole.Producer).Select(slice => slice.Parameter)];
            return weights.Count == 0
                ? null
                : new PruningUnit(
                    [.. makers.Where(maker => weights.Contains(maker.Weight)).Select(maker => maker.Layer).Distinct()],
                    slices,
                    relations.FixedReason(root)
                );
        }

        int Position(string layer) => makers.TakeWhile(maker => maker.Layer != layer).Count();
    }

    /// <summary>
    /// A mark of the set of activations that carry a unit's channels. Units of one layer that different activations carry, such as the
    /// parts of a Split, are groups of their own, so that none of the activations is emptied.
    /// </summary>
    private static Dictionary<int, ulong> CarriersByRoot(ChannelRelations relations)
    {
        const ulong prime = 1099511628211;
        var carriers = new Dictionary<int, ulong>();
        ulong value = 0;
        foreach (ChannelSpace space in relations.Values.Values)
        {
            value++;
            foreach (int root in Enumerable.Range(space.First, space.Count).Select(relations.Root).Distinct())
                carriers[root] = (carriers.GetValueOrDefault(root) ^ value) * prime;
        }
        return carriers;
    }

    private static UnitGroup GroupOf(IReadOnlyList<string> layers, IReadOnlyList<PruningUnit> units, string? fixedReason) =>
        new(layers.Count == 1 ? layers[0] : $"{layers[0]} and {layers.Count - 1} more", layers, units, fixedReason);

    /// <summary>The layers with weights, each with its weight, in the graph's order.</summary>
    private static List<(string Layer, string Weight)> MakersOf(Graph graph)
    {
        var makers = new List<(string, string)>();
        foreach (Node node in graph.Nodes)
        {
            foreach (string weight in node.Operator.PrunableNames(node).Where(graph.Parameters.ContainsKey))
                makers.Add((node.Name, weight));
        }
        return makers;
    }

    /// <summary>The slices of every set of coupled elements, sets in the order of their first slice.</summary>
    private static List<(int Root, List<ParameterSlice> Slices)> SlicesByRoot(ChannelRelations relations)
    {
        var places = new Dictionary<int, int>();
        var sets = new List<(int Root, List<ParameterSlice> Slices)>();
        foreach (((string parameter, int axis), int first) in relations.ParameterAxes)
        {
            SliceRole role = relations.Role(parameter, axis);
            for (int index = 0; index < relations.Shape(parameter)[axis]; index++)
            {
                int root = relations.Root(first + index);
                if (!places.TryGetValue(root, out int place))
                {
                    places.Add(root, place = sets.Count);
                    sets.Add((root, []));
                }
                sets[place].Slices.Add(new ParameterSlice(parameter, axis, index, role));
            }
        }
        return sets;
    }
}
