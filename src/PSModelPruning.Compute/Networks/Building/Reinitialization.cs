using PSModelPruning.Compute.Networks.Operators;
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
            Tensor value = For(graph, node, parameter)?.Make(parameter.Shape, InitialGain.Of(graph.Nodes, parameter.Name), generator)
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
        node.OperatorType == "Gather"
        && parameter.IsTrainable
        && graph.Nodes.Any(list =>
            list.OperatorType == "Gather" && list.Output == node.Inputs[1] && graph.Parameters[list.Inputs[0]].Shape.Length == 1
        );

    /// <summary>How a parameter starts, by the place it has among its node's inputs; null for constants, which stay.</summary>
    private static Initializer? For(Graph graph, Node node, GraphParameter parameter)
    {
        long[] shape = parameter.Shape;
        int place = node.Inputs.ToList().IndexOf(parameter.Name);
        return (node.OperatorType, place) switch
        {
            ("Conv", 1) => new Initializer.ScaledNormal(shape[1..].Aggregate(1L, (a, b) => a * b)),
            ("Gemm", 1) => new Initializer.ScaledNormal(node.Attributes.Integer("transB", 0) != 0 ? shape[1] : shape[0]),
            ("MatMul", 1) => new Initializer.ScaledNormal(shape[0]),
            ("LSTM" or "GRU", 1 or 2 or 3) => new Initializer.Uniform(
                1 / Math.Sqrt(graph.Parameters[node.Inputs[RecurrentOperator.RecurrentWeight]].Shape[2])
            ),
            ("Gather", 0) when parameter.IsTrainable => new Initializer.Normal(1),
            ("Conv" or "Gemm", 2) => Initializer.Zeros,
            ("BatchNormalization" or "LayerNormalization", 1) or ("BatchNormalization", 4) => Initializer.Ones,
            ("BatchNormalization" or "LayerNormalization", 2) or ("BatchNormalization", 3) => Initializer.Zeros,
            _ => null,
        };
    }
}
