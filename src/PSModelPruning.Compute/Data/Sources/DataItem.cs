using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Data;

/// <summary>One file of data: on disk, or inside an archive. Content that is gzip by its first bytes is uncompressed.</summary>
internal abstract partial class DataItem
{
    private protected DataItem(string path) => Path = path;

    /// <summary>The path for messages. For a file in an archive, the archive's path followed by the entry's name.</summary>
    internal string Path { get; }

    /// <summary>The file name without folders.</summary>
    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file name in lower case, without <c>.gz</c>.</summary>
    internal string PlainName
    {
        get
        {
            string name = Name.ToLowerInvariant();
            return name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name;
        }
    }

    /// <summary>Whether the file holds no bytes at all.</summary>
    internal abstract bool IsEmpty { get; }

    /// <summary>Whether the name has the word "test", so that the rows are meant for testing: adult-test.csv, but not latest.csv.</summary>
    internal bool IsNamedTest => TestWord().IsMatch(Name);

    /// <summary>Whether the file belongs to an operating system or a tool rather than to the data.</summary>
    internal virtual bool IsHidden => Name.StartsWith('.');

    /// <summary>Whether the name, without <c>.gz</c>, ends with one of these extensions.</summary>
    /// <param name="extensions">Lower-case extensions with their dots.</param>
    internal bool HasExtension(IEnumerable<string> extensions) => extensions.Any(PlainName.EndsWith);

    /// <summary>Bytes of the content as it is stored; null where that is not known.</summary>
    internal abstract long? StoredLength { get; }

    /// <summary>Whether the content is gzip; known once it was opened.</summary>
    internal bool IsCompressed { get; private set; }

    /// <summary>Opens the content for reading from the start to the end, uncompressed.</summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>DataFileUnreadable</c>, and those of archives.</exception>
    internal Stream Open()
    {
        Stream stored = OpenStored();
        try
        {
            var magic = new byte[2];
            int read = DataFile.Fill(stored, magic, Path);
            Stream whole = stored;
            if (stored.CanSeek)
                stored.Position = 0;
            else
                whole = new ConcatenatedStream(new MemoryStream(magic, 0, read), stored);
            IsCompressed = read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
            Stream plain = IsCompressed ? new CheckedGzipStream(whole, Path) : whole;
            return new ReportingStream(plain, Path);
        }
        catch
        {
            stored.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The first bytes, uncompressed, as many as there are. Damaged compressed content gives what comes before the damage: the reader of
    /// the file reports it.
    /// </summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>DataFileUnreadable</c>: the file cannot be read at all.</exception>
    internal virtual byte[] Beginning(int count)
    {
        using Stream stream = Open();
        var buffer = new byte[count];
        int filled = 0;
        try
        {
            while (filled < count && stream.Read(buffer.AsSpan(filled)) is > 0 and int read)
                filled += read;
        }
        catch (InvalidDataException)
        {
            // Said above.
        }
        return buffer[..filled];
    }

    /// <summary>Opens the bytes as they are stored.</summary>
    private protected abstract Stream OpenStored();

    [GeneratedRegex("(^|[^a-z])test", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TestWord();
}
