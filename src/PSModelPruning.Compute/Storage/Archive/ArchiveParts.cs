using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>The verified parts of a model file.</summary>
/// <param name="File">The file's path, for messages.</param>
/// <param name="Content">The bytes of every part by its name.</param>
internal sealed record ArchiveParts(string File, IReadOnlyDictionary<string, byte[]> Content)
{
    /// <summary>The version of the file format.</summary>
    internal FormatVersion Version { get; private init; } = FormatVersion.Newest;

    /// <summary>How its JSON is read.</summary>
    private PartJson Reader { get; init; } = new();

    /// <summary>The parts of a file of a version; what is not known in a newer one is ignored.</summary>
    internal static ArchiveParts Of(string file, IReadOnlyDictionary<string, byte[]> content, FormatVersion version) =>
        new(file, content) { Version = version, Reader = new PartJson(ignoresUnknown: version.IsNewer) };

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

    /// <summary>
    /// Reads a JSON part. Missing members are errors, and so are unknown ones in a file of a known version.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The contract that was generated for it.</param>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>. <c>ModelFileVersion</c>: the part needs what this release does not
    /// know.</exception>
    internal T Json<T>(string name, JsonTypeInfo<T> type)
        where T : PartDocument
    {
        try
        {
            T document = JsonSerializer.Deserialize(Bytes(name), Reader.Of(type))
                ?? throw StorageErrors.Corrupt(File, $"the part '{Prefix}{name}' is empty.");
            if (document.Unknown() is { Count: > 0 } features)
                throw StorageErrors.FeaturesUnknown(File, Prefix + name, features);
            return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw StorageErrors.Corrupt(File, $"in the part '{Prefix}{name}', {JsonFault.Place(e)}", e);
        }
    }
}
