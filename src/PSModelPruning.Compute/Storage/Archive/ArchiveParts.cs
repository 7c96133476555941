using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>The verified parts of a model file.</summary>
/// <param name="File">The file's path, for messages.</param>
/// <param name="Content">The bytes of every part by its name.</param>
internal sealed record ArchiveParts(string File, IReadOnlyDictionary<string, byte[]> Content)
{
    /// <summary>The prefix of the parts of a member of an ensemble; "" for the archive itself.</summary>
    internal string Prefix { get; private init; } = "";

    /// <summary>The parts of one member of an ensemble.</summary>
    internal ArchiveParts Member(int index) => this with { Prefix = Prefix + MemberParts.Prefix(index) };

    /// <summary>How many ensembles the parts lie in.</summary>
    internal int Level => Prefix.Count(c => c == MemberParts.Separator);

    /// <summary>Whether there is a part.</summary>
    internal bool Has(string name) => Content.ContainsKey(Prefix + name);

    /// <summary>The bytes of a part.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>: it is missing.</exception>
    internal byte[] Bytes(string name) =>
        Content.TryGetValue(Prefix + name, out byte[]? bytes)
            ? bytes
            : throw StorageErrors.Corrupt(File, $"the part '{Prefix}{name}' is missing.");

    /// <summary>Reads a JSON part; unknown and missing members are errors.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>.</exception>
    internal T Json<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Bytes(name), type)
                ?? throw StorageErrors.Corrupt(File, $"the part '{Prefix}{name}' is empty.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw StorageErrors.Corrupt(File, $"the part '{Prefix}{name}' is not what it should be: {e.Message}", e);
        }
    }
}
