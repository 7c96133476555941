using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// A network through which amounts flow: weights count with their sizes, activation functions and normalizations of rows are left out,
/// biases, shifts and running means are 0.
/// What is not negative at the input is not negative anywhere.
/// </summary>
internal static class LinearFlow
{
    private static readonly HashSet<string> NotLinear =
    [
        "Relu",
        "LeakyRelu",
        "Sigmoid",
        "Tanh",
        "Gelu",
        "Softmax",
        "Clip",
        "LayerNormalization",
        "Dropout",
    ];

    /// <summary>Operators without a linear form: their activations multiply one another.</summary>
    private static readonly HashSet<string> Gated = ["LSTM", "GRU", "Attention"];

    /// <summary>
    /// The first node whose activations multiply one another, so that nothing flows through it; null where there is none.
    /// </summary>
    internal static Node? Gate(Graph graph) => graph.Nodes.FirstOrDefault(node => Gated.Contains(node.OperatorType));

    /// <summary>A copy that multiplies by the sizes of weights alone, in float64, as the flow through many layers can be large.</summary>
    internal static Graph Of(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        Graph copy = graph.Clone();
        HashSet<string> factors = [.. copy.Nodes.SelectMany(Factors)];
        foreach (GraphParameter parameter in copy.Parameters.Values)
        {
            Tensor value = parameter.Value.to_type(ScalarType.Float64).abs();
            parameter.Replace(factors.Contains(parameter.Name) ? value : zeros_like(value));
        }
        for (int index = 0; index < copy.Nodes.Count; index++)
        {
            Node node = copy.Nodes[index];
            if (NotLinear.Contains(node.OperatorType))
                copy.ReplaceNode(
                    index,
                    node with
                    {
                        OperatorType = "Identity",
                        Inputs = [node.Inputs[0]],
                        Attributes = NodeAttributes.Empty,
                    }
                );
        }
        return copy;
    }

    /// <summary>The parameters that a node multiplies by: its weight, and BatchNormalization's scale and variance.</summary>
    private static IEnumerable<string> Factors(Node node)
    {
        if (node.OperatorType == "BatchNormalization")
            return [node.Inputs[1], node.Inputs[4]];
        if (node.OperatorType == "Mul")
            return node.Inputs;
        int weight = OperatorCatalog.Get(node.OperatorType).PrunableInput;
        return weight >= 0 ? [node.Inputs[weight]] : [];
    }
}
