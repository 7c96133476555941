using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks;

/// <summary>What a network computes of a batch, in bytes, before it is computed.</summary>
internal static class ActivationMemory
{
    private const double MostOfMemory = 0.6;

    /// <summary>Bytes of all activations of a batch, which training keeps, and of what operators need beside them.</summary>
    internal static double Bytes(Graph graph, int rows)
    {
        Dictionary<string, long[]> shapes = graph.InferShapes();
        double numbers = 0;
        foreach (Node node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
                numbers += shapes[output].Aggregate(1.0, (product, size) => product * size);
            numbers += node.Operator.WorkingElements(node, [.. node.Inputs.Select(input => input.Length == 0 ? [] : shapes[input])]);
        }
        const int copies = 2; // Each with its derivative.
        return numbers * rows * sizeof(float) * copies;
    }

    /// <summary>Refuses a batch that the machine cannot hold; libtorch would end the process, or compute for minutes first.</summary>
    /// <exception cref="ComputeException"><c>NetworkTooLarge</c>.</exception>
    internal static void Check(Graph graph, int rows)
    {
        double bytes = Bytes(graph, rows);
        long memory = MemoryBudget.Available;
        if (bytes > memory * MostOfMemory)
            throw NetworkErrors.BatchTooLarge(rows, bytes, memory);
    }
}
