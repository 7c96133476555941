namespace PSModelPruning.Compute.Data;

/// <summary>Opens files of data, uncompressing those that are gzip by their first bytes.</summary>
internal static class DataFile
{
    /// <summary>Opens a file for reading from the start to the end.</summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>DataFileUnreadable</c>.</exception>
    internal static Stream Open(string path)
    {
        FileStream file = OpenRaw(path);
        try
        {
            Span<byte> magic = stackalloc byte[2];
            int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
            file.Position = 0;
            return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new CheckedGzipStream(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The first bytes of a file, uncompressed, as many as there are; none where it cannot be read.</summary>
    internal static byte[] Beginning(string path, int count)
    {
        try
        {
            using Stream stream = Open(path);
            var buffer = new byte[count];
            return buffer[..stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ComputeException)
        {
            return [];
        }
    }

    /// <summary>The file's name without directory, <c>.gz</c> and extension.</summary>
    internal static string BareName(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        return Directory.Exists(path) ? name : Path.GetFileNameWithoutExtension(name);
    }

    private static FileStream OpenRaw(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 << 10, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DataErrors.FileNotFound(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.Unreadable(path, e);
        }
    }
}
