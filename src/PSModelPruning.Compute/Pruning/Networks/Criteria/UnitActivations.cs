using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>What units give: figures of the activations that carry their channels, over the calibration rows.</summary>
internal sealed class UnitActivations
{
    private readonly Graph _graph;
    private readonly int _units;
    private readonly Dictionary<string, Channels> _channels = [];

    /// <param name="graph">The graph.</param>
    /// <param name="units">Its units, in the order of their scores.</param>
    /// <param name="isSource">Which nodes' outputs count.</param>
    internal UnitActivations(Graph graph, IReadOnlyList<PruningUnit> units, Func<Node, bool> isSource)
    {
        _graph = graph;
        _units = units.Count;
        ChannelRelations relations = graph.RelateChannels();
        var positions = new Dictionary<int, int>();
        for (int position = 0; position < units.Count; position++)
        {
            ParameterSlice slice = units[position].Slices[0];
            positions.Add(relations.Root(relations.ParameterAxis(slice.Parameter, slice.Axis) + slice.Index), position);
        }
        foreach (Node node in graph.Nodes.Where(isSource))
        {
            ChannelSpace space = relations.Value(node.Output);
            (int Channel, int Unit)[] known =
            [
                .. Enumerable
                    .Range(0, space.Count)
                    .Select(channel => (channel, positions.GetValueOrDefault(relations.Root(space.First + channel), -1)))
                    .Where(entry => entry.Item2 >= 0),
            ];
            if (known.Length > 0)
                _channels.Add(
                    node.Name,
                    new Channels(space.Axis, [.. known.Select(entry => (long)entry.Channel)], [.. known.Select(entry => (long)entry.Unit)])
                );
        }
    }

    /// <summary>True for the units that some source carries.</summary>
    internal bool[] Carried()
    {
        var carried = new bool[_units];
        foreach (long unit in _channels.Values.SelectMany(channels => channels.Units))
            carried[unit] = true;
        return carried;
    }

    /// <summary>The mean of a figure over the rows, the places of each channel and the unit's channels.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="figure">The figure of every element of an activation.</param>
    /// <param name="cancellation">Looked at every batch.</param>
    /// <returns><c>[units]</c>, float64; 0 for a unit that no source carries.</returns>
    internal Tensor Mean(CalibrationRows rows, Func<Tensor, Tensor> figure, CancellationToken cancellation)
    {
        using IDisposable withoutGradient = no_grad();
        Tensor sums = zeros([_units], ScalarType.Float64),
            counts = zeros([_units], ScalarType.Float64);
        var runner = new GraphRunner(_graph);
        foreach ((Tensor input, _) in rows.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            runner.Run(input, RunContext.Inference, (node, _, output) =>
            {
                if (!_channels.TryGetValue(node.Name, out Channels? channels))
                    return;
                Tensor byChannel = figure(output)
                    .transpose(0, channels.Axis)
                    .reshape(output.size(channels.Axis), -1)
                    .mean([1], type: ScalarType.Float64);
                Tensor units = tensor(channels.Units);
                sums.AddAt(0, units, byChannel.index_select(0, tensor(channels.Indices)), input.size(0));
                counts.AddAt(0, units, ones([channels.Units.Length], ScalarType.Float64), input.size(0));
            });
        }
        return sums / counts.AtLeast(1);
    }

    /// <summary>Which channels of an activation belong to which units.</summary>
    private sealed record Channels(int Axis, long[] Indices, long[] Units);
}
