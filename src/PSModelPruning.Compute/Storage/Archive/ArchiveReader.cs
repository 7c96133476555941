using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Archive;

/// <summary>
/// Reads and verifies a model file. The order matters: what the archive claims is bounded before anything is allocated for it, names are
/// checked before contents, the version before the form, checksums before meaning. Entries are never extracted to the file system.
/// </summary>
internal static class ArchiveReader
{
    /// <summary>Reads every part.</summary>
    /// <param name="stream">The file; must seek.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="knownParts">The names that parts may have. Others are ignored in a file of a newer minor version.</param>
    /// <param name="cancellation">Looked at between parts.</param>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>, <c>ModelFileTampered</c>, <c>ModelFileUnsafePath</c>,
    /// <c>ModelFileTooLarge</c> or <c>ModelFileVersion</c>.</exception>
    internal static ArchiveParts Read(Stream stream, string file, IReadOnlySet<string> knownParts, CancellationToken cancellation)
    {
        try
        {
            ArchiveSeal.CheckEndRecord(stream, file);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            Dictionary<string, ZipArchiveEntry> entries = Entries(archive, stream.Length, file);
            Manifest manifest = ReadManifest(entries, file);
            var version = new FormatVersion(manifest.Version, manifest.MinorVersion ?? 0);
            CheckParts(manifest, entries, version.IsNewer ? null : knownParts, file);
            var content = new Dictionary<string, byte[]>();
            foreach (ManifestPart part in manifest.Parts)
            {
                cancellation.ThrowIfCancellationRequested();
                byte[] bytes = ReadPart(entries[part.Name], part, file);
                if (knownParts.Contains(MemberParts.Own(part.Name)))
                    content.Add(part.Name, bytes);
            }
            ArchiveSeal.Verify(stream, archive.Comment, file);
            return ArchiveParts.Of(file, content, version);
        }
        catch (Exception e)
            when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw StorageErrors.Corrupt(file, $"its list of parts, or a part, is damaged.", e);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Entries(ZipArchive archive, long fileBytes, string file)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        long compressed = 0,
            all = 0,
            json = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = entry.FullName;
            if (name.AsSpan().IndexOfAny("/\\:") >= 0 || name is "." or "..")
                throw StorageErrors.UnsafePath(file, name);
            string shown = StorageErrors.Printable(name);
            long limit = name == Manifest.PartName ? ArchiveLimits.ManifestBytes : ArchiveLimits.OfPart(name);
            if (entry.Length < 0 || entry.Length > limit)
                throw StorageErrors.TooLarge(file, $"its part '{shown}' claims {entry.Length:N0} bytes; at most {limit:N0} are accepted.");
            if (entry.CompressedLength < 0 || entry.CompressedLength > fileBytes - compressed)
                throw StorageErrors.Corrupt(file, $"its part '{shown}' claims more bytes than the file has.");
            compressed += entry.CompressedLength;
            if (entry.Length > entry.CompressedLength * ArchiveLimits.DeflateRatio)
                throw StorageErrors.TooLarge(
                    file,
                    $"its part '{shown}' claims {entry.Length:N0} bytes, which {entry.CompressedLength:N0} compressed bytes cannot hold."
                );
            all += entry.Length;
            json += name.EndsWith(".json", StringComparison.Ordinal) ? entry.Length : 0;
            if (json > ArchiveLimits.AllJsonBytes)
                throw StorageErrors.TooLarge(file, $"its JSON parts claim more than {ArchiveLimits.AllJsonBytes:N0} bytes together.");
            if (!entries.TryAdd(name, entry))
                throw StorageErrors.Corrupt(file, $"it has the part '{shown}' twice.");
        }
        if (all > ArchiveLimits.SmallBytes && all > compressed * ArchiveLimits.TotalRatio)
            throw StorageErrors.TooLarge(file, $"its {compressed:N0} compressed bytes would expand to {all:N0}.");
        if (MemoryBudget.IsTooMuch(all))
            throw StorageErrors.TooLarge(file, $"its parts take {all / 1_000_000:N0} MB, more than half of the memory that is free.");
        return entries;
    }

    private static Manifest ReadManifest(Dictionary<string, ZipArchiveEntry> entries, string file)
    {
        if (!entries.TryGetValue(Manifest.PartName, out ZipArchiveEntry? entry))
            throw StorageErrors.Corrupt(file, $"the part '{Manifest.PartName}' is missing, so it may not be a model file at all.");
        byte[] bytes = ReadExactly(entry, entry.Length, file);
        try
        {
            FormatVersion version = CheckVersion(bytes, file);
            Manifest manifest = JsonSerializer.Deserialize(
                bytes,
                new PartJson(ignoresUnknown: version.IsNewer).Of(StorageJson.Default.Manifest)
            )!;
            if (manifest.Parts is null || manifest.Parts.Any(part => part?.Name is null || part.Sha256 is null))
                throw StorageErrors.Corrupt(file, "its manifest has empty entries.");
            return manifest;
        }
        catch (JsonException e)
        {
            throw StorageErrors.Corrupt(file, $"in its manifest, {JsonFault.Place(e)}", e);
        }
    }

    /// <summary>Looks at the version alone first: a newer file may have members that this release does not know.</summary>
    private static FormatVersion CheckVersion(byte[] manifest, string file)
    {
        using JsonDocument document = JsonDocument.Parse(manifest);
        JsonElement root = document.RootElement;
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.String
            || format.GetString() != Manifest.FormatName
            || !root.TryGetProperty("version", out JsonElement version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt64(out long major)
            || major < 1
            || Minor(root) is not { } minor
        )
            throw StorageErrors.Corrupt(file, "its manifest does not say that it is a model file.");
        var number = new FormatVersion((int)Math.Min(major, int.MaxValue), minor);
        return number.IsReadable ? number : throw StorageErrors.NewerVersion(file, number);
    }

    /// <summary>The minor version, 0 where none is given; null where it is not a number from 0.</summary>
    private static int? Minor(JsonElement manifest)
    {
        if (!manifest.TryGetProperty("minorVersion", out JsonElement minor))
            return 0;
        return minor.ValueKind == JsonValueKind.Number && minor.TryGetInt32(out int number) && number >= 0 ? number : null;
    }

    private static void CheckParts(
        Manifest manifest,
        Dictionary<string, ZipArchiveEntry> entries,
        IReadOnlySet<string>? knownParts,
        string file
    )
    {
        var listed = new HashSet<string>(StringComparer.Ordinal) { Manifest.PartName };
        foreach (ManifestPart part in manifest.Parts)
        {
            if (!listed.Add(part.Name))
                throw StorageErrors.Corrupt(file, "its manifest lists a part twice.");
            if (knownParts?.Contains(MemberParts.Own(part.Name)) == false)
                throw StorageErrors.UnknownPart(file, part.Name);
            if (!entries.TryGetValue(part.Name, out ZipArchiveEntry? entry))
                throw StorageErrors.Corrupt(file, $"the part '{part.Name}' is missing.");
            if (entry.Length != part.Bytes)
                throw StorageErrors.Tampered(file, $"its part '{part.Name}' has {entry.Length:N0} bytes instead of {part.Bytes:N0}.");
        }
        if (entries.Keys.FirstOrDefault(name => !listed.Contains(name)) is { } unlisted)
            throw StorageErrors.UnknownPart(file, unlisted);
    }

    private static byte[] ReadPart(ZipArchiveEntry entry, ManifestPart part, string file)
    {
        byte[] bytes = ReadExactly(entry, part.Bytes, file);
        if (!Convert.ToHexString(SHA256.HashData(bytes)).Equals(part.Sha256, StringComparison.OrdinalIgnoreCase))
            throw StorageErrors.Tampered(file, $"its part '{part.Name}' does not have the checksum that the manifest lists.");
        return bytes;
    }

    private static byte[] ReadExactly(ZipArchiveEntry entry, long length, string file)
    {
        byte[] bytes = new byte[length];
        try
        {
            using Stream stream = entry.Open();
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length || stream.ReadByte() >= 0)
                throw StorageErrors.Tampered(file, $"its part '{entry.FullName}' does not have the length it claims.");
            return bytes;
        }
        catch (InvalidDataException e)
        {
            throw StorageErrors.Tampered(file, $"its part '{entry.FullName}' cannot be unpacked.", e);
        }
    }
}
