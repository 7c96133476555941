using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>A graph (<c>GraphProto</c>).</summary>
internal sealed class OnnxGraph
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _initializers = [];
    private readonly List<OnnxValueInfo> _inputs = [],
        _outputs = [],
        _values = [];

    internal string Name { get; private set; } = "";

    internal IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>Constants by name.</summary>
    internal IReadOnlyList<OnnxTensor> Initializers => _initializers;

    /// <summary>The inputs; files before IR 4 list the initializers among them.</summary>
    internal IReadOnlyList<OnnxValueInfo> Inputs => _inputs;

    internal IReadOnlyList<OnnxValueInfo> Outputs => _outputs;

    /// <summary>What is known of the values between nodes.</summary>
    internal IReadOnlyList<OnnxValueInfo> Values => _values;

    /// <summary>Whether constants are stored by their nonzero numbers.</summary>
    internal bool HasSparseInitializers { get; private set; }

    /// <summary>Adds what the current field holds; a message may come in parts.</summary>
    internal void Read(WireReader reader)
    {
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            switch (field)
            {
                case 1:
                    if (_nodes.Count == OnnxLimits.Nodes)
                        throw OnnxErrors.TooLarge(reader.File, $"it has more than {OnnxLimits.Nodes:N0} nodes.");
                    _nodes.Add(OnnxNode.Read(reader));
                    break;
                case 2:
                    Name = reader.Text();
                    break;
                case 5:
                    _initializers.Add(OnnxTensor.Read(reader));
                    break;
                case 11:
                    _inputs.Add(OnnxValueInfo.Read(reader));
                    break;
                case 12:
                    _outputs.Add(OnnxValueInfo.Read(reader));
                    break;
                case 13:
                    _values.Add(OnnxValueInfo.Read(reader));
                    break;
                case 15:
                    HasSparseInitializers = true;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        reader.Leave(outer);
    }
}
