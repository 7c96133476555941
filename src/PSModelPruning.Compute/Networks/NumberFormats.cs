namespace PSModelPruning.Compute.Networks;

/// <summary>In which numbers a graph computes and is stored: float32, or what quantizing made of it.</summary>
internal static class NumberFormats
{
    internal const string Single = "float32";

    private const string CodebookName = "Codebook";

    /// <summary>True where a parameter is encoded in fewer bits, or activations are whole numbers.</summary>
    internal static bool IsQuantized(this Graph graph) =>
        graph.Parameters.Values.Any(parameter => parameter.Encoding is not null) || graph.HasQuantizedActivations();

    internal static bool HasQuantizedActivations(this Graph graph) => graph.Nodes.Any(IsOfActivations);

    /// <summary>True for the nodes that quantize activations: the graph computes the same without them, but for rounding.</summary>
    internal static bool IsOfActivations(Node node) => node.Operator.RoundsActivations;

    /// <summary>
    /// A copy that computes in float32: without the nodes that quantize activations, and with parameters that may take any value. The
    /// weights keep their numbers.
    /// </summary>
    internal static Graph InSinglePrecision(this Graph graph)
    {
        var names = new Dictionary<string, string>();
        string Source(string name) => names.TryGetValue(name, out string? source) ? Source(source) : name;
        foreach (Node node in graph.Nodes.Where(IsOfActivations))
            names[node.Output] = node.Inputs[0];
        Node[] nodes =
        [
            .. graph.Nodes.Where(node => !IsOfActivations(node)).Select(node => node with { Inputs = [.. node.Inputs.Select(Source)] }),
        ];
        HashSet<string> used = [.. nodes.SelectMany(node => node.Inputs)];
        var result = new Graph(
            graph.InputName,
            graph.InputShape,
            Source(graph.OutputName),
            nodes,
            graph.Parameters.Values.Where(parameter => used.Contains(parameter.Name)).Select(parameter => parameter.Clone())
        );
        foreach (GraphParameter parameter in result.Parameters.Values)
            parameter.Encoding = null;
        return result;
    }

    /// <summary>
    /// The format in a word or two: <c>float32</c>, <c>Int8</c> (weights and activations), <c>Int8 weights</c>, <c>Int4 weights</c>,
    /// <c>Float16</c>, <c>Codebook 5 bit</c>.
    /// </summary>
    internal static string Describe(Graph graph)
    {
        string[] formats = [.. graph.PrunableWeights().Select(entry => Describe(entry.Weight.Encoding)).Distinct()];
        if (formats.Length == 0)
            return Single;
        int most = graph.PrunableWeights().Max(entry => (entry.Weight.Encoding as CodebookEncoding)?.Bits ?? 0);
        string format =
            most > 0 && formats.All(name => name.StartsWith(CodebookName, StringComparison.Ordinal))
                ? $"{CodebookName} {most} bit"
                : string.Join(", ", formats);
        return format == Single && graph.HasQuantizedActivations() ? "Int8 activations"
            : format.StartsWith("Int", StringComparison.Ordinal) && !graph.HasQuantizedActivations() ? format + " weights"
            : format;
    }

    private static string Describe(WeightEncoding? encoding) =>
        encoding switch
        {
            null => Single,
            IntegerEncoding { Bits: var bits } => $"Int{bits}",
            HalfEncoding { IsBrain: true } => "BFloat16",
            HalfEncoding => "Float16",
            CodebookEncoding { Bits: var bits } => $"{CodebookName} {bits} bit",
            _ => encoding.GetType().Name,
        };
}
