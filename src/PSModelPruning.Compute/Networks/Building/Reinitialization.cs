using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Building;

/// <summary>Copies of networks with new starting weights, drawn as the builder draws them.</summary>
internal static class Reinitialization
{
    /// <summary>A network of the same nodes and shapes with new starting weights.</summary>
    /// <param name="graph">The network; it is not changed.</param>
    /// <param name="seed">The seed of the starting weights.</param>
    /// <param name="keepsMasks">Whether elements that were pruned stay zero.</param>
    internal static Graph Of(Graph graph, int seed, bool keepsMasks = false)
    {
        using IDisposable gradient = no_grad();
        using var generator = new Generator(unchecked((ulong)seed), CPU);
        var parameters = new List<GraphParameter>();
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            Node node = graph.Nodes.First(n => n.Inputs.Contains(parameter.Name));
            Tensor value = For(node, parameter)?.Make(parameter.Shape, InitialGain.Of(graph.Nodes, parameter.Name), generator)
                ?? parameter.Value.clone();
            var again = new GraphParameter(parameter.Name, value, parameter.IsTrainable);
            if (keepsMasks)
            {
                again.SetMask(parameter.Mask?.clone());
                again.ApplyMask();
            }
            else if (IsListed(graph, node, parameter))
            {
                Tensor mask = ones(parameter.Shape);
                mask.select(0, -1).zero_();
                again.SetMask(mask);
                again.ApplyMask();
            }
            parameters.Add(again);
        }
        return new Graph(graph.InputName, graph.InputShape, graph.OutputName, graph.Nodes, parameters);
    }

    /// <summary>
    /// True for a table behind a list of what pruning left of its entries: its last row stands for the others and stays zero.
    /// </summary>
    private static bool IsListed(Graph graph, Node node, GraphParameter parameter) =>
        parameter.IsTrainable && Tables.IsLookup(node) && Tables.ListBefore(graph, node) is not null;

    /// <summary>How a parameter starts, by the place it has among its node's inputs; null for constants, which stay.</summary>
    private static Initializer? For(Node node, GraphParameter parameter) =>
        node.Operator.InitialValues(node, node.Inputs.ToList().IndexOf(parameter.Name), parameter.Shape, parameter.IsTrainable);
}
