using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Turns nodes into documents and back.</summary>
internal static class GraphDocuments
{
    internal static NodeDocument Of(Node node) =>
        new(
            node.Name,
            node.OperatorType,
            node.Inputs,
            node.Output,
            [.. node.Attributes.Values.Select(attribute => Of(attribute.Key, attribute.Value))]
        )
        {
            Outputs = node.Outputs.Count > 1 ? node.Outputs : null,
        };

    private static AttributeDocument Of(string name, object value) =>
        value switch
        {
            long integer => new AttributeDocument { Name = name, Integer = integer },
            double number => new AttributeDocument { Name = name, Number = number },
            string text => new AttributeDocument { Name = name, Text = text },
            long[] integers => new AttributeDocument { Name = name, Integers = integers },
            _ => throw new InvalidOperationException(
                $"Attribute '{name}' has the type {value.GetType().Name}, which model files do not hold."
            ),
        };

    /// <summary>The node of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="find">Gives the operator of a type, or throws.</param>
    /// <exception cref="ContentException">A member is missing, or an attribute has no value or several.</exception>
    /// <exception cref="ComputeException"><c>OperatorUnknown</c>.</exception>
    internal static Node ToNode(NodeDocument document, Func<string, Operator> find)
    {
        if (
            document?.Name is null
            || document.Operator is null
            || document.Output is null
            || document.Inputs is null
            || document.Attributes is null
            || document.Inputs.Any(input => input is null)
            || document.Outputs?.Any(output => output is null) == true
        )
            throw new ContentException("a node of the graph has empty members.");
        NodeAttributes attributes = NodeAttributes.Empty;
        foreach (AttributeDocument attribute in document.Attributes)
            attributes = With(attributes, attribute);
        return new Node(document.Name, find(document.Operator), document.Inputs, document.Outputs ?? [document.Output], attributes);
    }

    private static NodeAttributes With(NodeAttributes attributes, AttributeDocument attribute) =>
        attribute switch
        {
            { Name: null } or null => throw new ContentException("an attribute of the graph has no name."),
            _ when attributes.Has(attribute.Name) => throw new ContentException(
                $"the attribute '{StorageErrors.Printable(attribute.Name)}' is there twice."
            ),
            { Integer: { } integer, Number: null, Text: null, Integers: null } => attributes.With(attribute.Name, integer),
            { Number: { } number } when !double.IsFinite(number) => throw new ContentException(
                $"the attribute '{StorageErrors.Printable(attribute.Name)}' is not a number."
            ),
            { Integer: null, Number: { } number, Text: null, Integers: null } => attributes.With(attribute.Name, number),
            { Integer: null, Number: null, Text: { } text, Integers: null } => attributes.With(attribute.Name, text),
            { Integer: null, Number: null, Text: null, Integers: { } integers } => attributes.With(attribute.Name, [.. integers]),
            _ => throw new ContentException($"the attribute '{StorageErrors.Printable(attribute.Name)}' must have one value."),
        };
}
