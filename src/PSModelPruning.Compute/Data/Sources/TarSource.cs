using System.Formats.Tar;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The files of a tar archive, plain or gzip, with those in its folders. A tar has no table of contents, so each file is found by reading
/// from the start; the first bytes of every file are kept from the first pass.
/// </summary>
internal sealed class TarSource : DataSource
{
    /// <summary>What is kept of each file: enough for every format to recognize it.</summary>
    private const int KeptBytes = 16 << 10;

    /// <exception cref="ComputeException"><c>ArchiveTooLarge</c>, <c>ArchiveEntryInvalid</c>, <c>DataFileTruncated</c>.</exception>
    internal TarSource(DataItem archive, SourceLimits limits)
        : base(archive.Path)
    {
        var items = new List<TarItem>();
        long bytes = 0;
        using var reader = new TarReader(archive.Open());
        int place = 0;
        for (TarEntry? entry = Next(reader, Path); entry is not null; entry = Next(reader, Path), place++)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                continue;
            Archives.Check(Path, items.Count + 1, bytes += entry.Length, limits);
            var beginning = new byte[Math.Min(KeptBytes, entry.Length)];
            if (entry.DataStream is { } data && DataFile.Fill(data, beginning, Path) < beginning.Length)
                throw DataErrors.Truncated(Path);
            items.Add(new TarItem(archive, Archives.CheckedName(Path, entry.Name), place, entry.Length, beginning));
        }
        Items = [.. items.OrderBy(item => item.Entry, StringComparer.Ordinal)];
    }

    internal override IReadOnlyList<DataItem> Items { get; }

    internal override bool IsContainer => true;

    private static TarEntry? Next(TarReader reader, string path)
    {
        try
        {
            return reader.GetNextEntry();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw DataErrors.Truncated(path, e);
        }
    }

    private sealed class TarItem(DataItem archive, string entry, int place, long length, byte[] beginning)
        : ArchiveItem(archive.Path, entry, length)
    {
        private readonly DataItem _archive = archive;
        private readonly byte[] _beginning = beginning;

        internal override byte[] Beginning(int count)
        {
            bool isGzip = _beginning.AsSpan().StartsWith(new byte[] { 0x1f, 0x8b });
            return isGzip || count > _beginning.Length && _beginning.Length < Length
                ? base.Beginning(count)
                : _beginning[..Math.Min(count, _beginning.Length)];
        }

        private protected override Stream OpenStored()
        {
            var reader = new TarReader(_archive.Open());
            try
            {
                TarEntry? found = null;
                for (int i = 0; i <= place; i++)
                    found = Next(reader, Path) ?? throw DataErrors.Truncated(Path);
                return new EntryStream(found!.DataStream ?? Stream.Null, reader, Length, checksum: null);
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
    }
}
