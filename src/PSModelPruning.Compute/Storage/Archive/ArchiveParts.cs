using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>The verified parts of a model file.</summary>
/// <param name="File">The file's path, for messages.</param>
/// <param name="Content">The bytes of every part by its name.</param>
internal sealed record ArchiveParts(string File, IReadOnlyDictionary<string, byte[]> Content)
{
    /// <summary>The bytes of a part.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>: it is missing.</exception>
    internal byte[] Bytes(string name) =>
        Content.TryGetValue(name, out byte[]? bytes) ? bytes : throw StorageErrors.Corrupt(File, $"the part '{name}' is missing.");

    /// <summary>Reads a JSON part; unknown and missing members are errors.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>.</exception>
    internal T Json<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Bytes(name), type) ?? throw StorageErrors.Corrupt(File, $"the part '{name}' is empty.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw StorageErrors.Corrupt(File, $"the part '{name}' is not what it should be: {e.Message}", e);
        }
    }
}
