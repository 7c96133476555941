using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Operators;
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
    /// <summary>
    /// The first node whose activations multiply one another, so that nothing flows through it; null where there is none.
    /// </summary>
    internal static Node? Gate(Graph graph) => graph.Nodes.FirstOrDefault(node => node.Operator.Flow(node) == SignalFlow.Blocked);

    /// <summary>A copy that multiplies by the sizes of weights alone, in float64, as the flow through many layers can be large.</summary>
    internal static Graph Of(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        Graph copy = graph.Clone();
        HashSet<string> factors = [.. copy.Nodes.SelectMany(Factors)];
        foreach (GraphParameter parameter in copy.Parameters.Values.Where(parameter => parameter.Value.is_floating_point()))
        {
            Tensor value = parameter.Value.to_type(ScalarType.Float64).abs();
            parameter.Replace(factors.Contains(parameter.Name) ? value : zeros_like(value));
        }
        for (int index = 0; index < copy.Nodes.Count; index++)
        {
            Node node = copy.Nodes[index];
            if (node.Operator.Flow(node) == SignalFlow.Follows)
                copy.ReplaceNode(
                    index,
                    node with
                    {
                        Operator = OperatorCatalog.Of<IdentityOperator>(),
                        Inputs = [node.Inputs[0]],
                        Attributes = NodeAttributes.Empty,
                    }
                );
        }
        return copy;
    }

    /// <summary>The parameters that a node multiplies by: its weight, and BatchNormalization's scale and variance.</summary>
    private static IEnumerable<string> Factors(Node node) =>
        node.Operator.FlowFactors(node).Where(input => input < node.Inputs.Count).Select(input => node.Inputs[input]);
}
