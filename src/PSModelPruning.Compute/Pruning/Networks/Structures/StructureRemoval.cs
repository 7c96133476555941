using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// Takes units out of a network, either as zeros (<see cref="Masked"/>) or physically (<see cref="Shrink"/>, <see cref="Shrunk"/>). Both
/// networks compute the same: what reads a channel is zero in the one and absent in the other.
/// </summary>
internal static class StructureRemoval
{
    /// <summary>A copy in which every slice of the units is zero.</summary>
    internal static Graph Masked(Graph graph, IReadOnlyCollection<PruningUnit> units)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Graph copy = graph.Clone();
        foreach (
            IGrouping<(string Parameter, int Axis), ParameterSlice> slices in units
                .SelectMany(unit => unit.Slices)
                .GroupBy(slice => (slice.Parameter, slice.Axis))
        )
        {
            Tensor indices = tensor(slices.Select(slice => (long)slice.Index).Distinct().ToArray());
            copy.Parameters[slices.Key.Parameter].Value.Fill(slices.Key.Axis, indices, 0);
        }
        return copy;
    }

    /// <summary>A copy without the units.</summary>
    /// <exception cref="ComputeException"><c>UnitFixed</c>: a unit must stay; <c>LayerEmptied</c>: nothing would be left of a
    /// layer.</exception>
    internal static Graph Shrunk(Graph graph, IReadOnlyCollection<PruningUnit> units)
    {
        Graph copy = graph.Clone();
        try
        {
            Shrink(copy, units);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Removes the units from the graph itself: its tensors, their masks and the attributes that depend on channel counts.
    /// </summary>
    /// <param name="graph">The graph; unchanged if an error is thrown.</param>
    /// <param name="units">Units of this graph, or of one with the same shapes.</param>
    /// <exception cref="ComputeException"><c>UnitFixed</c>: a unit must stay; <c>LayerEmptied</c>: nothing would be left of a
    /// layer.</exception>
    internal static void Shrink(Graph graph, IReadOnlyCollection<PruningUnit> units)
    {
        ChannelRelations relations = graph.RelateChannels();
        var removed = new HashSet<int>();
        foreach (PruningUnit unit in units)
        {
            ParameterSlice slice = unit.Slices[0];
            int root = relations.Root(relations.ParameterAxis(slice.Parameter, slice.Axis) + slice.Index);
            if (relations.FixedReason(root) is { } reason)
                throw StructureErrors.UnitFixed(unit.Layers[0], reason);
            removed.Add(root);
        }
        Remove(graph, relations, removed);
    }

    /// <summary>
    /// A copy that takes fewer inputs. A network that flattens images first takes the pixels that stay as a plain row, <c>[kept]</c>.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="keptInputs">The inputs that stay, ascending; of an image in row-major order of <c>[channels, height,
    /// width]</c>.</param>
    /// <exception cref="ComputeException"><c>FeatureRemovalUnsupported</c>: the network reads its input in a way that needs all of it;
    /// <c>FeatureRemovalInvalid</c>: the inputs are not ascending, or not there.</exception>
    internal static Graph RemoveInputs(Graph graph, IReadOnlyList<int> keptInputs)
    {
        int count = graph.InputShape.Aggregate(1, (product, size) => product * size);
        if (
            keptInputs.Count == 0
            || keptInputs[0] < 0
            || keptInputs[^1] >= count
            || keptInputs.Zip(keptInputs.Skip(1)).Any(pair => pair.First >= pair.Second)
        )
            throw StructureErrors.InputsInvalid(count);
        if (
            graph.InputShape.Count > 1
            && graph.Nodes.FirstOrDefault(node => node.Inputs.Contains(graph.InputName) && !node.Operator.FlattensRows) is { } reader
        )
            throw StructureErrors.InputReadAsImage(reader);
        using Graph flat = graph.Clone([count]);
        ChannelRelations relations = flat.RelateChannels(inputMayShrink: true);
        HashSet<int> removed = RemovedInputs(relations, relations.Value(graph.InputName), [.. keptInputs]);
        Graph result = flat.Clone([keptInputs.Count]);
        try
        {
            Remove(result, relations, removed);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static HashSet<int> RemovedInputs(ChannelRelations relations, ChannelSpace inputs, HashSet<int> kept)
    {
        var removed = new Dictionary<int, int>();
        for (int input = 0; input < inputs.Count; input++)
        {
            if (kept.Contains(input))
                continue;
            if (relations.FixedReason(inputs.First + input) is { } reason)
                throw StructureErrors.InputFixed(input, reason);
            removed[relations.Root(inputs.First + input)] = input;
        }
        foreach (int input in kept)
        {
            if (removed.TryGetValue(relations.Root(inputs.First + input), out int coupled))
                throw StructureErrors.InputFixed(coupled, $"a layer couples it to input {input}, which stays");
        }
        return [.. removed.Keys];
    }

    private static void Remove(Graph graph, ChannelRelations relations, HashSet<int> removed)
    {
        var removal = new ChannelRemoval(relations, removed);
        foreach (string value in relations.Values.Keys)
        {
            if (removal.KeptChannels(value).Length == 0)
                throw StructureErrors.LayerEmptied(value);
        }
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        foreach (IGrouping<string, (string Parameter, int Axis)> axes in relations.ParameterAxes.Keys.GroupBy(key => key.Parameter))
            RemoveSlices(graph.Parameters[axes.Key], axes.Select(key => (key.Axis, removal.KeptSlices(key.Parameter, key.Axis))));
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            Node node = graph.Nodes[index];
            graph.ReplaceNode(index, node.Operator.AfterRemoval(node, removal));
        }
    }

    private static void RemoveSlices(GraphParameter parameter, IEnumerable<(int Axis, long[] Kept)> axes)
    {
        Tensor value = parameter.Value.detach();
        Tensor? mask = parameter.Mask,
            start = parameter.Start;
        bool changed = false;
        foreach ((int axis, long[] kept) in axes)
        {
            if (kept.Length == parameter.Shape[axis])
                continue;
            Tensor indices = tensor(kept);
            value = value.index_select(axis, indices);
            mask = mask?.index_select(axis, indices);
            start = start?.index_select(axis, indices);
            changed = true;
        }
        if (!changed)
            return;
        parameter.Replace(value, mask);
        parameter.SetStart(start);
    }
}
