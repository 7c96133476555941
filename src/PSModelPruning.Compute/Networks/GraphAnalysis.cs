using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>What follows from a graph's structure alone: shapes, costs and channel relations.</summary>
internal static class GraphAnalysis
{
    /// <summary>The shape of every value and parameter, for a batch of <paramref name="rows"/> rows.</summary>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: two shapes do not fit.</exception>
    internal static Dictionary<string, long[]> InferShapes(this Graph graph, long rows = 1)
    {
        var shapes = graph.Parameters.ToDictionary(p => p.Key, p => p.Value.Shape);
        shapes[graph.InputName] = [rows, .. graph.InputShape.Select(size => (long)size)];
        shapes[""] = [];
        foreach (Node node in graph.Nodes)
        {
            IReadOnlyList<long[]> outputs = node.Operator.ShapesOf(node, [.. node.Inputs.Select(name => shapes[name])]);
            for (int i = 0; i < outputs.Count; i++)
            {
                if (node.Outputs[i].Length > 0)
                    shapes[node.Outputs[i]] = outputs[i];
            }
        }
        return shapes;
    }

    /// <summary>The type of the numbers of every value and parameter.</summary>
    /// <exception cref="ComputeException"><c>TypeMismatch</c>: an operator does not take what arrives.</exception>
    internal static Dictionary<string, ScalarType> InferTypes(this Graph graph) =>
        InferTypes(graph.InputName, graph.Nodes, graph.Parameters.ToDictionary(p => p.Key, p => p.Value.Value.dtype));

    /// <summary>The types of values by those of the parameters; rows arrive as float32.</summary>
    internal static Dictionary<string, ScalarType> InferTypes(
        string input,
        IEnumerable<Node> nodes,
        IReadOnlyDictionary<string, ScalarType> parameters
    )
    {
        var types = new Dictionary<string, ScalarType>(parameters, StringComparer.Ordinal) { [input] = ScalarType.Float32 };
        foreach (Node node in nodes)
        {
            ScalarType?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : (ScalarType?)types[name])];
            for (int output = 0; output < node.Outputs.Count; output++)
            {
                if (node.Outputs[output].Length > 0)
                    types[node.Outputs[output]] = node.Operator.InferType(node, inputs, output);
            }
        }
        return types;
    }

    /// <summary>Multiply-accumulates of every node for one row, by node name.</summary>
    internal static Dictionary<string, long> MultiplyAccumulatesByNode(this Graph graph)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        return graph.Nodes.ToDictionary(
            node => node.Name,
            node => node.Operator.MultiplyAccumulates(node, [.. node.Inputs.Select(name => shapes[name])], shapes[node.Output])
        );
    }

    /// <summary>Multiply-accumulates of the whole graph for one row.</summary>
    internal static long MultiplyAccumulates(this Graph graph) => graph.MultiplyAccumulatesByNode().Values.Sum();

    /// <summary>
    /// The weights whose elements may be pruned, each with the node that first uses it, in the graph's order; a recurrent layer has two.
    /// </summary>
    internal static IReadOnlyList<(Node Node, GraphParameter Weight)> PrunableWeights(this Graph graph)
    {
        var found = new List<(Node, GraphParameter)>();
        var seen = new HashSet<string>();
        foreach (Node node in graph.Nodes)
        {
            foreach (string name in node.Operator.PrunableNames(node))
            {
                if (graph.Parameters.TryGetValue(name, out GraphParameter? weight) && weight.IsTrainable && seen.Add(name))
                    found.Add((node, weight));
            }
        }
        return found;
    }

    /// <summary>
    /// The first node that reads what follows from the network's input where no derivative exists, such as numbers to look up; null where
    /// the output can be differentiated by the input.
    /// </summary>
    internal static Node? DerivativeEnd(this Graph graph)
    {
        var reached = new HashSet<string> { graph.InputName };
        foreach (Node node in graph.Nodes)
        {
            for (int input = 0; input < node.Inputs.Count; input++)
            {
                if (!reached.Contains(node.Inputs[input]))
                    continue;
                if (!node.Operator.IsDifferentiable(node, input))
                    return node;
                reached.UnionWith(node.Outputs.Where(output => output.Length > 0));
            }
        }
        return null;
    }

    /// <summary>The trained factors that scale channels behind layers, such as BatchNormalization's.</summary>
    internal static IEnumerable<string> ChannelScales(this Graph graph) =>
        from node in graph.Nodes
        let scaling = node.Operator as IChannelScaling
        where scaling is not null
        select node.Inputs[scaling.ScaleInput];

    /// <summary>
    /// How all channels relate. The network's output is fixed; the channels of its input are fixed too unless
    /// <paramref name="inputMayShrink"/> (feature pruning).
    /// </summary>
    internal static ChannelRelations RelateChannels(this Graph graph, bool inputMayShrink = false)
    {
        var relations = new ChannelRelations(graph.InferShapes());
        ChannelSpace input = relations.Declare(graph.InputName, 1);
        if (!inputMayShrink)
            relations.Fix(input, "the network's input");
        foreach (Node node in graph.Nodes)
            node.Operator.RelateChannels(node, relations);
        relations.Fix(relations.Value(graph.OutputName), "the network's output");
        return relations;
    }
}
