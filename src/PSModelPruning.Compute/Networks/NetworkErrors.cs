namespace PSModelPruning.Compute.Networks;

/// <summary>The errors of building and shaping networks.</summary>
internal static class NetworkErrors
{
    internal static ComputeException OperatorUnknown(string type, IEnumerable<string> known) => new(
        "OperatorUnknown", ErrorKind.InvalidData,
        $"The operator '{type}' is not known. Known operators: {string.Join(", ", known.Order())}.");

    internal static ComputeException ShapeMismatch(Node node, string explanation) => new(
        "ShapeMismatch", ErrorKind.InvalidArgument, $"Layer '{node.Name}' ({node.OperatorType}): {explanation}");
}
