namespace PSModelPruning.Compute.Networks.Building;

/// <summary>The variance that the activation function after a layer takes away.</summary>
internal static class InitialGain
{
    /// <summary>2 where a rectifier follows the layer that uses the parameter, 1 elsewhere.</summary>
    internal static double Of(IReadOnlyList<Node> nodes, string parameter)
    {
        Node? node = nodes.FirstOrDefault(n => n.Inputs.Contains(parameter));
        while (node is not null)
        {
            node = nodes.FirstOrDefault(n => n.Inputs.Contains(node.Output));
            if (node?.Operator.InitialGain is { } gain)
                return gain;
        }
        return 1;
    }
}
