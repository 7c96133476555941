using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute;

/// <summary>One layer of a network, as a summary shows it.</summary>
/// <param name="Name">The layer's name, such as conv1; the name that ExcludeLayer takes.</param>
/// <param name="Operator">What it computes, by the operator's ONNX name: Conv, Gemm, Relu …</param>
/// <param name="Output">The shape of its output for one row, such as 32 x 28 x 28; of several outputs all, separated by commas.</param>
/// <param name="Parameters">Trained numbers that it holds; those shared with an earlier layer are counted there.</param>
/// <param name="NonzeroParameters">How many of them are not zero.</param>
/// <param name="Sparsity">The fraction of its prunable weights that are zero, 0 to 1; biases do not count. 0 for a layer without
/// weights.</param>
/// <param name="MultiplyAccumulates">Multiply-accumulates for one row.</param>
public sealed record NetworkLayer(
    string Name,
    string Operator,
    string Output,
    long Parameters,
    long NonzeroParameters,
    double Sparsity,
    long MultiplyAccumulates
)
{
    /// <summary>The layers of a graph, in order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="nonzero">The numbers that are not zero, by the parameter's name.</param>
    internal static IReadOnlyList<NetworkLayer> Of(Graph graph, IReadOnlyDictionary<string, long> nonzero)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        Dictionary<string, long> costs = graph.MultiplyAccumulatesByNode();
        ILookup<string, GraphParameter> weights = graph
            .PrunableWeights()
            .ToLookup(prunable => prunable.Node.Name, prunable => prunable.Weight);
        var counted = new HashSet<string>();
        var layers = new List<NetworkLayer>(graph.Nodes.Count);
        foreach (Node node in graph.Nodes)
        {
            GraphParameter[] own =
            [
                .. node
                    .Inputs.Select(name => graph.Parameters.GetValueOrDefault(name))
                    .OfType<GraphParameter>()
                    .Where(parameter => parameter.IsTrainable && counted.Add(parameter.Name)),
            ];
            layers.Add(
                new NetworkLayer(
                    node.Name,
                    node.OperatorType,
                    string.Join(
                        ", ",
                        node.Outputs.Where(output => output.Length > 0).Select(output => string.Join(" x ", shapes[output].Skip(1)))
                    ),
                    own.Sum(parameter => parameter.ElementCount),
                    own.Sum(parameter => nonzero[parameter.Name]),
                    weights.Contains(node.Name)
                        ? 1
                            - (double)weights[node.Name].Sum(weight => nonzero[weight.Name])
                                / weights[node.Name].Sum(weight => weight.ElementCount)
                        : 0,
                    costs[node.Name]
                )
            );
        }
        return layers;
    }
}
