using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// Where the channels of a layer's output are. Features and images have them behind the rows; of sequences convolutions give
/// <c>[rows, channels, steps]</c>, recurrent layers and attention <c>[rows, steps, channels]</c>.
/// </summary>
internal static class ChannelAxis
{
    private const int Behind = 1;
    private const int SequenceAxes = 3;

    /// <summary>The axis of the channels.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="node">The layer.</param>
    /// <param name="shapes">The shapes of the network's values.</param>
    internal static int Of(Graph graph, Node node, IReadOnlyDictionary<string, long[]> shapes)
    {
        return shapes[node.Output].Length == SequenceAxes ? Axis(node.Output) : Behind;

        int Axis(string value)
        {
            if (value.Length == 0 || graph.Nodes.FirstOrDefault(other => other.Outputs.Contains(value)) is not { } maker)
                return Behind;
            string read = maker.Inputs.FirstOrDefault(input => input.Length > 0 && !graph.Parameters.ContainsKey(input), "");
            return maker.Operator.ChannelAxis(maker, Axis(read), shapes[value].Length);
        }
    }
}
