using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>Counts the channels of the values that layers compute, or their neurons.</summary>
/// <param name="unit">What one is called in messages.</param>
internal class ChannelCounter(string unit = "channel") : UnitCounter
{
    internal override string Unit => unit;

    internal override IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        return graph
            .Nodes.Where(node => history.Relations.IsActivation(node.Output))
            .ToDictionary(node => node.Name, node => shapes[node.Output][history.Relations.Value(node.Output).Axis]);
    }

    internal override long Original(Node node, long count, LayerHistory history)
    {
        if (count == 0 || history.OriginalShape(node) is not { } shape || history.FirstParameter(node) is not { } parameter)
            return count;
        // A layer without a weight (BatchNormalization) has one entry per channel.
        int axis = Enumerable
            .Range(0, shape.Length)
            .FirstOrDefault(
                candidate => history.Relations.Role(parameter.Name, candidate) == SliceRole.Producer,
                shape.Length == 1 ? 0 : -1
            );
        return axis < 0 ? count : Math.Max(count, count * shape[axis] / parameter.Shape[axis]);
    }
}
