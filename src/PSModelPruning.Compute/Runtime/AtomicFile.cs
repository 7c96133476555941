namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Writes files that are either complete or not there: to a temporary name in the target's folder that nobody else may read, flushed to the
/// disk, then moved into place. Whatever goes wrong, the temporary file is gone and what was there before is as it was. A file that is
/// replaced hands on its permissions, its owner and its attributes. A link is followed: it stays, and the file that it names is written.
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
        string asked = path;
        path = CheckedTarget(path, overwrite);
        string folder = Path.GetDirectoryName(path)!;
        TemporaryFile.RemoveLeftovers(path);
        string temporary = TemporaryFile.PathFor(path);
        try
        {
            using (FileStream stream = Create(temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (File.Exists(path))
                UnixFile.Imitate(temporary, path);
            else
                GrantAsUsual(temporary, path);
            if (OperatingSystem.IsWindows() && overwrite && File.Exists(path))
                File.Replace(temporary, path, null, ignoreMetadataErrors: true);
            else
                File.Move(temporary, path, overwrite);
            UnixFile.FlushFolder(folder);
        }
        catch (Exception e)
            when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException || e.HResult == ReadOnlyUnix)
        {
            throw FileErrors.NotWritable(asked, e);
        }
        catch (IOException e) when (e.HResult is NoSpaceUnix or QuotaLinux or DiskFullWindows or HandleDiskFullWindows)
        {
            throw FileErrors.DiskFull(asked, e);
        }
        catch (IOException e)
        {
            throw !overwrite && File.Exists(path) ? FileErrors.Exists(asked) : FileErrors.WriteFailed(asked, e);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What .NET throws where the file system or a limit of the process takes no file that large.
            throw FileErrors.WriteFailed(asked, e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Says before any work whether the target could be written.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    internal static void CheckTarget(string path, bool overwrite) => CheckedTarget(path, overwrite);

    /// <summary>The file that is written for a path: the path itself, or what it is a link to.</summary>
    private static string CheckedTarget(string path, bool overwrite)
    {
        string folder = Path.GetDirectoryName(path) ?? throw FileErrors.PathIsFolder(path);
        if (Directory.Exists(path) || Path.GetFileName(path).Length == 0)
            throw FileErrors.PathIsFolder(path);
        if (!Directory.Exists(folder))
            throw FileErrors.FolderMissing(path, folder);
        if (Target(path) is { } target)
            return !overwrite ? throw FileErrors.Exists(path) : CheckedTarget(target, overwrite);
        if (!File.Exists(path))
            return path;
        if (UnixFile.IsSpecial(path))
            throw FileErrors.NotRegular(path);
        if (!overwrite)
            throw FileErrors.Exists(path);
        if (File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            throw FileErrors.NotWritable(path, null);
        return path;
    }

    /// <summary>What a link leads to in the end; null for what is none.</summary>
    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FileErrors.NotWritable(path, e);
        }
    }

    private static FileStream Create(string temporary)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(temporary, options);
    }

    /// <summary>Gives a new file the permissions that any new file has in its folder.</summary>
    private static void GrantAsUsual(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        string sample = TemporaryFile.PathFor(path);
        try
        {
            new FileStream(sample, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(sample));
        }
        finally
        {
            Remove(sample);
        }
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
