using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// Where the channels of a layer's output are. Features and images have them behind the rows; of sequences convolutions give
/// <c>[rows, channels, steps]</c>, recurrent layers and attention <c>[rows, steps, channels]</c>.
/// </summary>
internal static class ChannelAxis
{
    private const int Behind = 1;
    private const int Last = 2;
    private const int SequenceAxes = 3;

    /// <summary>The axis of the channels.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="node">The layer.</param>
    /// <param name="axes">The axes of its output, the rows' among them.</param>
    internal static int Of(Graph graph, Node node, int axes)
    {
        if (axes != SequenceAxes)
            return Behind;
        bool isTurned = false;
        // Activations, sums and the like have their channels where what they read has them.
        for (Node? from = node; from is not null; from = graph.Nodes.FirstOrDefault(other => other.Output == from.Inputs[0]))
        {
            switch (from.OperatorType)
            {
                case "Conv" or "BatchNormalization" or "MaxPool" or "AveragePool" or "GlobalAveragePool":
                    return isTurned ? Last : Behind;
                case "LSTM" or "GRU" or "Attention" or "MatMul" or "Gather" or "Reshape":
                    return isTurned ? Behind : Last;
                case "Transpose":
                    isTurned = !isTurned;
                    break;
            }
        }
        return isTurned ? Last : Behind;
    }
}
