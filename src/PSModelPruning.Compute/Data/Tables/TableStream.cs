using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The bytes of a table as UTF-8 without byte order mark, uncompressed. Its beginning is read ahead, so that the form can be found out
/// from it and the reading still starts at the first byte.
/// </summary>
internal sealed class TableStream : IDisposable
{
    private readonly Stream _stream;
    private readonly string _path;
    private int _givenOfBeginning;

    private TableStream(Stream stream, byte[] beginning, bool isWhole, Encoding? encoding, string path)
    {
        _stream = stream;
        _path = path;
        Beginning = beginning;
        IsWhole = isWhole;
        Encoding = encoding;
    }

    /// <summary>The first bytes.</summary>
    internal byte[] Beginning { get; private set; }

    /// <summary>True where <see cref="Beginning"/> is everything.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>The encoding of the file; null for UTF-8.</summary>
    internal Encoding? Encoding { get; }

    /// <summary>What stands before the table and how its columns are divided.</summary>
    internal TablePreamble Preamble { get; private init; } = TablePreamble.None;

    /// <summary>Takes the bytes of a file, and owns its stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="options">Their encoding, and what stands before the table.</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="ComputeException"><c>DataFileUnreadable</c>, <c>DataFileEmpty</c>, <c>DataFileBinary</c>,
    /// <c>DataFileTruncated</c>, <c>AlignedColumnsUnclear</c>.</exception>
    internal static TableStream Open(Stream stream, TableOptions options, string path)
    {
        TableStream whole = OpenText(stream, options.Encoding, options.SampleBytes, path);
        try
        {
            TablePreamble preamble = TablePreamble.Find(whole, options, path);
            if (preamble == TablePreamble.None)
                return whole;
            Stream rest = new ConcatenatedStream(
                new MemoryStream(whole.Beginning, preamble.Bytes, whole.Beginning.Length - preamble.Bytes),
                whole._stream
            );
            if (preamble.Columns is { } columns)
                rest = new AlignedColumnsStream(rest, columns, path, preamble.Lines, options.Comment);
            byte[] beginning = ReadUpTo(rest, options.SampleBytes, path);
            return beginning.Length == 0
                ? throw DataErrors.Empty(path)
                : new TableStream(rest, beginning, beginning.Length < options.SampleBytes, whole.Encoding, path) { Preamble = preamble };
        }
        catch
        {
            whole.Dispose();
            throw;
        }
    }

    /// <summary>Takes the bytes of text that starts with its table, and owns the stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="encoding">Their encoding; null to find it out.</param>
    /// <param name="sampleBytes">How many bytes are read ahead.</param>
    /// <param name="path">Named in errors.</param>
    internal static TableStream OpenText(Stream stream, Encoding? encoding, int sampleBytes, string path)
    {
        try
        {
            byte[] raw = ReadUpTo(stream, sampleBytes, path);
            if (raw.Length == 0)
                throw DataErrors.Empty(path);
            Encoding? actual = encoding ?? Detect(raw, raw.Length < sampleBytes, path);
            if (actual is UTF8Encoding)
                actual = null;
            if (actual is null)
            {
                int mark = raw.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
                return new TableStream(stream, mark == 0 ? raw : raw[mark..], raw.Length < sampleBytes, null, path);
            }
            Stream decoded = Encoding.CreateTranscodingStream(
                new ConcatenatedStream(new MemoryStream(raw), stream),
                actual,
                new UTF8Encoding(false)
            );
            byte[] text = ReadUpTo(decoded, sampleBytes, path);
            int preamble = text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            return new TableStream(decoded, text[preamble..], text.Length < sampleBytes, actual, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads twice as much ahead. For a table of which nothing was read yet.</summary>
    internal void Extend()
    {
        int more = Math.Max(Beginning.Length, 16);
        byte[] next = ReadUpTo(_stream, more, _path);
        Beginning = [.. Beginning, .. next];
        IsWhole = next.Length < more;
    }

    /// <summary>Reads the next bytes; 0 at the end.</summary>
    internal int Read(Span<byte> buffer)
    {
        int left = Beginning.Length - _givenOfBeginning;
        if (left == 0)
            return IsWhole ? 0 : _stream.Read(buffer);
        int count = Math.Min(left, buffer.Length);
        Beginning.AsSpan(_givenOfBeginning, count).CopyTo(buffer);
        _givenOfBeginning += count;
        return count;
    }

    /// <summary>The bytes that were not read yet, as a stream that owns this one.</summary>
    internal Stream AsStream() =>
        new ConcatenatedStream(new MemoryStream(Beginning, _givenOfBeginning, Beginning.Length - _givenOfBeginning), _stream);

    public void Dispose() => _stream.Dispose();

    private static byte[] ReadUpTo(Stream stream, int limit, string path)
    {
        var buffer = new byte[limit];
        int count = DataFile.Fill(stream, buffer, path);
        return count == limit ? buffer : buffer[..count];
    }

    /// <summary>The byte order mark's encoding; null for UTF-8; Latin-1 for text that is not UTF-8.</summary>
    private static Encoding? Detect(byte[] raw, bool isWhole, string path)
    {
        if (raw.AsSpan().StartsWith(Encoding.UTF32.Preamble))
            return Encoding.UTF32;
        if (raw.AsSpan().StartsWith(Encoding.Unicode.Preamble))
            return Encoding.Unicode;
        if (raw.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.BigEndianUnicode;
        if (raw.AsSpan().Contains((byte)0))
            throw DataErrors.Binary(path);
        // The last character may be cut at the end of what was read ahead.
        int end = raw.Length;
        for (int back = 0; !isWhole && back < 4 && end > 0 && (raw[end - 1] & 0x80) != 0; back++)
            end--;
        if (System.Text.Unicode.Utf8.IsValid(raw.AsSpan(0, end)))
            return null;
        int controls = raw.Count(b => b < 32 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 12));
        return controls * 20 > raw.Length ? throw DataErrors.Binary(path) : Encoding.Latin1;
    }
}
