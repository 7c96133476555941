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
            shapes[node.Output] = OperatorCatalog.Get(node.OperatorType).ShapeOf(node, [.. node.Inputs.Select(name => shapes[name])]);
        return shapes;
    }

    /// <summary>Multiply-accumulates of every node for one row, by node name.</summary>
    internal static Dictionary<string, long> MultiplyAccumulatesByNode(this Graph graph)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        return graph.Nodes.ToDictionary(
            node => node.Name,
            node =>
                OperatorCatalog
                    .Get(node.OperatorType)
                    .MultiplyAccumulates(node, [.. node.Inputs.Select(name => shapes[name])], shapes[node.Output])
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
            foreach (string name in OperatorCatalog.Get(node.OperatorType).PrunableNames(node))
            {
                if (graph.Parameters.TryGetValue(name, out GraphParameter? weight) && weight.IsTrainable && seen.Add(name))
                    found.Add((node, weight));
            }
        }
        return found;
    }

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
            OperatorCatalog.Get(node.OperatorType).RelateChannels(node, relations);
        relations.Fix(relations.Value(graph.OutputName), "the network's output");
        return relations;
    }
}
