using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>
/// Writes the parts of a model file into a zip archive, taking the SHA-256 of each; the manifest comes last and the seal ends it.
/// The same parts give the same bytes: entries have a fixed date and no attributes.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Stream _target;
    private readonly ZipArchive _archive;
    private readonly Contents _contents;
    private readonly string _prefix = "";

    /// <param name="target">A stream that can read and seek; stays open.</param>
    internal ArchiveWriter(Stream target)
    {
        _target = target;
        _archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true) { Comment = ArchiveSeal.Placeholder };
        _contents = new Contents();
    }

    private ArchiveWriter(ArchiveWriter whole, string prefix)
    {
        _target = whole._target;
        _archive = whole._archive;
        _contents = whole._contents;
        _prefix = prefix;
    }

    /// <summary>A writer for one member of an ensemble into the same archive; it is neither completed nor disposed.</summary>
    internal ArchiveWriter Member(int index) => new(this, _prefix + MemberParts.Prefix(index));

    /// <summary>Says that the parts hold what only readers of a version know.</summary>
    internal void Require(FormatVersion version) =>
        _contents.Version = version.CompareTo(_contents.Version) > 0 ? version : _contents.Version;

    /// <summary>Says that the parts hold what only readers of a minor version know.</summary>
    internal void RequireMinor(int minor) => _contents.Minor = Math.Max(_contents.Minor, minor);

    /// <summary>Adds a JSON part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="document">Its content.</param>
    /// <param name="type">The contract that was generated for it.</param>
    internal void AddJson<T>(string name, T document, JsonTypeInfo<T> type)
        where T : PartDocument =>
        Add(name, CompressionLevel.Optimal, stream => JsonSerializer.Serialize(stream, document, _contents.Json.Of(type)));

    /// <summary>Adds a part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="compression"><see cref="CompressionLevel.NoCompression"/> for numbers, which Deflate hardly shrinks.</param>
    /// <param name="write">Writes the content.</param>
    internal void Add(string name, CompressionLevel compression, Action<Stream> write)
    {
        name = _prefix + name;
        using var hashing = new HashingStream(Create(name, compression).Open());
        write(hashing);
        _contents.Parts.Add(new ManifestPart(name, hashing.Length, hashing.Hash));
    }

    /// <summary>Writes the manifest and the seal. Nothing can be added afterwards.</summary>
    internal void Complete()
    {
        FormatVersion version = _contents.Version with { Minor = Math.Max(_contents.Version.Minor, _contents.Minor) };
        Manifest manifest = Manifest.Of(version, _contents.Parts);
        using (Stream stream = Create(Manifest.PartName, CompressionLevel.Optimal).Open())
            JsonSerializer.Serialize(stream, manifest, _contents.Json.Of(StorageJson.Default.Manifest));
        _archive.Dispose();
        ArchiveSeal.Write(_target);
    }

    public void Dispose() => _archive.Dispose();

    private ZipArchiveEntry Create(string name, CompressionLevel compression)
    {
        ZipArchiveEntry entry = _archive.CreateEntry(name, compression);
        entry.LastWriteTime = FixedTime;
        entry.ExternalAttributes = 0;
        return entry;
    }

    /// <summary>What the manifest tells of the whole archive.</summary>
    private sealed class Contents
    {
        internal List<ManifestPart> Parts { get; } = [];

        internal PartJson Json { get; } = new();

        internal FormatVersion Version { get; set; } = FormatVersion.First;

        internal int Minor { get; set; }
    }
}
