namespace PSModelPruning.Compute.Data;

/// <summary>
/// Opens archives as sources of data: zip, and tar that is plain or gzip. Nothing is extracted: files are read where they lie, so that no
/// name in an archive ever becomes a path on disk.
/// </summary>
internal static class Archives
{
    /// <summary>Enough bytes for the marks of both kinds; that of tar is at 257.</summary>
    private const int MarkBytes = 262;

    /// <summary>The archive that a file is by its first bytes; null where it is none.</summary>
    /// <exception cref="ComputeException"><c>ArchiveTooLarge</c>, <c>ArchiveEntryInvalid</c>, <c>DataFileTruncated</c>.</exception>
    internal static DataSource? TryOpen(DataItem item, SourceLimits? limits = null)
    {
        byte[] beginning = item.Beginning(MarkBytes);
        if (beginning.AsSpan().StartsWith("PK\u0003\u0004"u8))
            return new ZipSource(item.Path, limits ?? SourceLimits.Default);
        return beginning.Length == MarkBytes && beginning.AsSpan(257).SequenceEqual("ustar"u8)
            ? new TarSource(item, limits ?? SourceLimits.Default)
            : null;
    }

    /// <summary>Refuses names that point out of the archive: only a damaged or a hostile archive holds them.</summary>
    /// <exception cref="ComputeException"><c>ArchiveEntryInvalid</c>.</exception>
    internal static string CheckedName(string archive, string name)
    {
        string plain = name.Replace('\\', '/');
        if (plain.StartsWith('/') || plain.Contains(':') || plain.Split('/').Contains(".."))
            throw DataErrors.ArchiveEntryInvalid(archive, name);
        return plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain;
    }

    /// <summary>Counts the files of an archive and refuses what is beyond the limits.</summary>
    /// <exception cref="ComputeException"><c>ArchiveTooLarge</c>.</exception>
    internal static void Check(string archive, int entries, long bytes, SourceLimits limits)
    {
        if (entries > limits.Entries || bytes > limits.Bytes)
            throw DataErrors.ArchiveTooLarge(archive, limits);
    }
}

/// <summary>A file in an archive.</summary>
/// <param name="archive">The archive's path.</param>
/// <param name="entry">The name in the archive, with '/' between folders.</param>
/// <param name="length">Its uncompressed bytes.</param>
internal abstract class ArchiveItem(string archive, string entry, long length) : DataItem($"{archive}/{entry}")
{
    internal string Entry { get; } = entry;

    internal long Length { get; } = length;

    internal override bool IsEmpty => Length == 0;

    internal override long? StoredLength => Length;

    /// <summary>Archives that macOS makes hold its own files in a folder.</summary>
    internal override bool IsHidden => base.IsHidden || Entry.StartsWith("__MACOSX/", StringComparison.Ordinal);
}
