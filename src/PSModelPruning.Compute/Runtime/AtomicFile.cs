namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Writes files that are either complete or not there: to a temporary name in the target's folder, flushed to the disk, then moved into
/// place. Whatever goes wrong, the temporary file is gone and what was there before is as it was.
/// </summary>
internal static class AtomicFile
{
    private const int NoSpaceUnix = 28;
    private const int ReadOnlyUnix = 30;
    private const int QuotaLinux = 122;
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="write">Writes the content to a stream that can seek.</param>
    /// <exception cref="ComputeException"><c>FileExists</c>, <c>FolderNotFound</c>, <c>PathIsFolder</c>, <c>PathNotWritable</c>,
    /// <c>DiskFull</c> or <c>FileWriteFailed</c>.</exception>
    internal static void Write(string path, bool overwrite, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(path) ?? throw FileErrors.PathIsFolder(path);
        CheckTarget(path, folder, overwrite);
        string temporary = Path.Combine(folder, "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite);
        }
        catch (Exception e)
            when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException || e.HResult == ReadOnlyUnix)
        {
            throw FileErrors.NotWritable(path, e);
        }
        catch (IOException e) when (e.HResult is NoSpaceUnix or QuotaLinux or DiskFullWindows or HandleDiskFullWindows)
        {
            throw FileErrors.DiskFull(path, e);
        }
        catch (IOException e)
        {
            throw !overwrite && File.Exists(path) ? FileErrors.Exists(path) : FileErrors.WriteFailed(path, e);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET throws where the file system or a limit of the process takes no file that large.
            throw FileErrors.WriteFailed(path, e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Says before any work whether the target could be written.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    internal static void CheckTarget(string path, bool overwrite) =>
        CheckTarget(path, Path.GetDirectoryName(path) ?? throw FileErrors.PathIsFolder(path), overwrite);

    private static void CheckTarget(string path, string folder, bool overwrite)
    {
        if (Directory.Exists(path) || Path.GetFileName(path).Length == 0)
            throw FileErrors.PathIsFolder(path);
        if (!Directory.Exists(folder))
            throw FileErrors.FolderMissing(path, folder);
        if (!File.Exists(path))
            return;
        if (!overwrite)
            throw FileErrors.Exists(path);
        if (File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            throw FileErrors.NotWritable(path, null);
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that is under way says what happened; a second one would hide it.
        }
    }
}
