using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>An operator with its inputs, outputs and attributes (<c>NodeProto</c>).</summary>
internal sealed class OnnxNode
{
    private readonly List<string> _inputs = [],
        _outputs = [];
    private readonly Dictionary<string, OnnxAttribute> _attributes = new(StringComparer.Ordinal);

    internal string Name { get; private set; } = "";

    internal string Type { get; private set; } = "";

    internal string Domain { get; private set; } = OnnxDomain.Standard;

    /// <summary>Names of values; empty for an input that is left out.</summary>
    internal IReadOnlyList<string> Inputs => _inputs;

    internal IReadOnlyList<string> Outputs => _outputs;

    internal IReadOnlyDictionary<string, OnnxAttribute> Attributes => _attributes;

    /// <summary>How errors name it: its operator, and its own name where it has one.</summary>
    internal string Shown =>
        Name.Length == 0 ? StorageErrors.Printable(Type) : $"{StorageErrors.Printable(Type)} '{StorageErrors.Printable(Name)}'";

    internal static OnnxNode Read(WireReader reader)
    {
        var node = new OnnxNode();
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            switch (field)
            {
                case 1:
                    node._inputs.Add(reader.Text());
                    break;
                case 2:
                    node._outputs.Add(reader.Text());
                    break;
                case 3:
                    node.Name = reader.Text();
                    break;
                case 4:
                    node.Type = reader.Text();
                    break;
                case 5:
                    OnnxAttribute attribute = OnnxAttribute.Read(reader);
                    if (!node._attributes.TryAdd(attribute.Name, attribute))
                        throw reader.Broken($"a node has the attribute '{StorageErrors.Printable(attribute.Name)}' twice");
                    break;
                case 7:
                    node.Domain = OnnxDomain.Normal(reader.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.Leave(outer);
        return node;
    }
}
