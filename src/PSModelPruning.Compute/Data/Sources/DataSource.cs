namespace PSModelPruning.Compute.Data;

/// <summary>Where data comes from: one file, or a folder or an archive of several.</summary>
internal abstract class DataSource
{
    private protected DataSource(string path) => Path = path;

    /// <summary>The path that the caller gave.</summary>
    internal string Path { get; }

    /// <summary>The files that it holds, in ordinal order of their paths.</summary>
    internal abstract IReadOnlyList<DataItem> Items { get; }

    /// <summary>Whether it is a folder or an archive, of which a format takes the files that it recognizes.</summary>
    internal abstract bool IsContainer { get; }

    /// <summary>The files among which belongings of <see cref="Items"/> are found, such as the labels of images.</summary>
    internal virtual IReadOnlyList<DataItem> Neighbors => Items;

    /// <summary>The file or folder at a path. An archive is a file until <see cref="Archives.TryOpen"/> opens it.</summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>.</exception>
    internal static DataSource At(string path) =>
        Directory.Exists(path) ? new FolderSource(path)
        : File.Exists(path) ? new FileSource(path)
        : throw DataErrors.FileNotFound(path);
}

/// <summary>One file on disk.</summary>
internal sealed class FileSource(string path) : DataSource(path)
{
    internal override IReadOnlyList<DataItem> Items { get; } = [new DiskItem(path)];

    internal override bool IsContainer => false;

    internal override IReadOnlyList<DataItem> Neighbors
    {
        get
        {
            string full = System.IO.Path.GetFullPath(Path);
            return FolderSource.ItemsOf(System.IO.Path.GetDirectoryName(full) ?? full, Path);
        }
    }
}

/// <summary>A folder. The folders inside it are not looked at.</summary>
internal sealed class FolderSource(string path) : DataSource(path)
{
    internal override IReadOnlyList<DataItem> Items { get; } = ItemsOf(path, path);

    internal override bool IsContainer => true;

    /// <summary>The files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="named">The path that an error names.</param>
    internal static IReadOnlyList<DataItem> ItemsOf(string folder, string named)
    {
        try
        {
            return [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => new DiskItem(file))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DataErrors.Unreadable(named, e);
        }
    }
}
