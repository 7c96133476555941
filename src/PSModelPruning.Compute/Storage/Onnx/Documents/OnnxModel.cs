using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx.Documents;

/// <summary>What an ONNX file holds (<c>ModelProto</c>).</summary>
internal sealed class OnnxModel
{
    private readonly List<OnnxOpset> _opsets = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    internal long IrVersion { get; private set; }

    /// <summary>What wrote the file, such as pytorch or skl2onnx; may be empty.</summary>
    internal string Producer { get; private set; } = "";

    internal string ProducerVersion { get; private set; } = "";

    internal IReadOnlyList<OnnxOpset> Opsets => _opsets;

    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    internal OnnxGraph Graph { get; private set; } = new();

    /// <summary>Whether the model defines operators of its own.</summary>
    internal bool HasFunctions { get; private set; }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ComputeException">The file is damaged or too large.</exception>
    internal static OnnxModel Read(WireReader reader)
    {
        var model = new OnnxModel();
        while (reader.Next(out int field))
        {
            switch (field)
            {
                case 1:
                    model.IrVersion = reader.Int64();
                    break;
                case 2:
                    model.Producer = reader.Text();
                    break;
                case 3:
                    model.ProducerVersion = reader.Text();
                    break;
                case 7:
                    model.Graph.Read(reader);
                    break;
                case 8:
                    model._opsets.Add(OnnxOpset.Read(reader));
                    break;
                case 14:
                    OnnxEntry entry = OnnxEntry.Read(reader);
                    model._metadata[entry.Key] = entry.Value;
                    break;
                case 25:
                    model.HasFunctions = true;
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        return model;
    }
}

/// <summary>The version of the operators of a domain that a file uses.</summary>
internal readonly record struct OnnxOpset(string Domain, long Version)
{
    internal static OnnxOpset Read(WireReader reader)
    {
        string domain = "";
        long version = 0,
            outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                domain = reader.Text();
            else if (field == 2)
                version = reader.Int64();
            else
                reader.Skip();
        }
        reader.Leave(outer);
        return new OnnxOpset(OnnxDomain.Normal(domain), version);
    }
}

/// <summary>A name and a value.</summary>
internal readonly record struct OnnxEntry(string Key, string Value)
{
    internal static OnnxEntry Read(WireReader reader)
    {
        string key = "",
            value = "";
        long outer = reader.Enter();
        while (reader.Next(out int field))
        {
            if (field == 1)
                key = reader.Text();
            else if (field == 2)
                value = reader.Text();
            else
                reader.Skip();
        }
        reader.Leave(outer);
        return new OnnxEntry(key, value);
    }
}

/// <summary>The names of the domains of operators.</summary>
internal static class OnnxDomain
{
    /// <summary>The standard's own operators; some exporters write <c>ai.onnx</c> in place of nothing.</summary>
    internal const string Standard = "";

    /// <summary>The operators of classic machine learning.</summary>
    internal const string MachineLearning = "ai.onnx.ml";

    internal static string Normal(string domain) => domain == "ai.onnx" ? Standard : domain;

    internal static string Shown(string domain) => domain.Length == 0 ? "ai.onnx" : domain;
}
