using System.IO.Compression;

namespace PSModelPruning.Compute.Data;

/// <summary>The files of a zip archive, with those in its folders.</summary>
internal sealed class ZipSource : DataSource
{
    /// <exception cref="ComputeException"><c>ArchiveTooLarge</c>, <c>ArchiveEntryInvalid</c>, <c>DataFileTruncated</c>.</exception>
    internal ZipSource(string path, SourceLimits limits)
        : base(path)
    {
        using ZipArchive archive = OpenArchive(path);
        ZipArchiveEntry[] files = [.. archive.Entries.Where(entry => !entry.FullName.EndsWith('/'))];
        long bytes = 0;
        foreach (ZipArchiveEntry file in files)
        {
            Archives.Check(path, files.Length, bytes = checked(bytes + file.Length), limits);
            if (SourceLimits.IsBomb(file.Length, file.CompressedLength))
                throw DataErrors.ExpandsTooFar($"{path}/{file.FullName}");
        }
        Items =
        [
            .. files
                .Select(file => new ZipItem(path, file.FullName, Archives.CheckedName(path, file.FullName), file.Length))
                .OrderBy(item => item.Entry, StringComparer.Ordinal),
        ];
    }

    internal override IReadOnlyList<DataItem> Items { get; }

    internal override bool IsContainer => true;

    private static ZipArchive OpenArchive(string path)
    {
        FileStream file = DataFile.OpenStored(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw DataErrors.Truncated(path, e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A file in the archive. Each opening opens the archive anew, so that several can be read at once.</summary>
    private sealed class ZipItem(string archive, string stored, string entry, long length) : ArchiveItem(archive, entry, length)
    {
        private readonly string _archive = archive;
        private readonly string _stored = stored;

        private protected override Stream OpenStored()
        {
            ZipArchive zip = OpenArchive(_archive);
            try
            {
                ZipArchiveEntry file = zip.GetEntry(_stored) ?? throw DataErrors.Truncated(Path);
                if (file.IsEncrypted)
                    throw DataErrors.ArchiveEncrypted(Path);
                return new EntryStream(file.Open(), zip, Length, file.Crc32);
            }
            catch (InvalidDataException e)
            {
                zip.Dispose();
                throw DataErrors.Truncated(Path, e);
            }
            catch
            {
                zip.Dispose();
                throw;
            }
        }
    }
}
