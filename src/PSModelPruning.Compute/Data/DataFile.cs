using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Opens files of data, and names them.</summary>
internal static class DataFile
{
    /// <summary>Opens a file on disk for reading from the start to the end, as it is stored.</summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>DataFileUnreadable</c>.</exception>
    internal static FileStream OpenStored(string path)
    {
        // Before it is opened: a pipe without a writer would wait for one, and a device has no end.
        if (UnixFile.IsSpecial(path))
            throw FileErrors.NotRegular(path);
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

    /// <summary>Fills a buffer as far as the stream goes.</summary>
    /// <returns>How many bytes there are.</returns>
    /// <exception cref="ComputeException"><c>DataFileUnreadable</c>, <c>DataFileTruncated</c>.</exception>
    internal static int Fill(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw DataErrors.Truncated(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.Unreadable(path, e);
        }
    }

    /// <summary>The name of a file or folder without directory, compression and extension.</summary>
    internal static string BareName(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (Directory.Exists(path))
            return name;
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            name = name[..^3];
        return Path.GetFileNameWithoutExtension(name);
    }
}
