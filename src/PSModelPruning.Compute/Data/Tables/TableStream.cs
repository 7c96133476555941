using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The bytes of a table as UTF-8 without byte order mark, uncompressed. Its beginning is read ahead, so that the form can be found out
/// from it and the reading still starts at the first byte.
/// </summary>
internal sealed class TableStream : IDisposable
{
    private const int BeginningBytes = 256 << 10;
    private readonly Stream _stream;
    private int _givenOfBeginning;

    private TableStream(Stream stream, byte[] beginning, bool isWhole, Encoding? encoding)
    {
        _stream = stream;
        Beginning = beginning;
        IsWhole = isWhole;
        Encoding = encoding;
    }

    /// <summary>The first bytes, at most 256 KB.</summary>
    internal byte[] Beginning { get; }

    /// <summary>True where <see cref="Beginning"/> is everything.</summary>
    internal bool IsWhole { get; }

    /// <summary>The encoding of the file; null for UTF-8.</summary>
    internal Encoding? Encoding { get; }

    /// <summary>Takes the bytes of a stream, and owns it.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="encoding">Their encoding; null to find it out.</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="ComputeException"><c>DataFileUnreadable</c>, <c>DataFileEmpty</c>, <c>DataFileBinary</c>,
    /// <c>DataFileTruncated</c>.</exception>
    internal static TableStream Open(Stream stream, Encoding? encoding, string path)
    {
        try
        {
            byte[] raw = ReadUpTo(stream, BeginningBytes, path);
            if (raw.Length == 0)
                throw DataErrors.Empty(path);
            Encoding? actual = encoding ?? Detect(raw, path);
            if (actual is UTF8Encoding)
                actual = null;
            if (actual is null)
            {
                int mark = raw.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
                return new TableStream(stream, mark == 0 ? raw : raw[mark..], raw.Length < BeginningBytes, null);
            }
            Stream decoded = Encoding.CreateTranscodingStream(
                new ConcatenatedStream(new MemoryStream(raw), stream),
                actual,
                new UTF8Encoding(false)
            );
            byte[] text = ReadUpTo(decoded, BeginningBytes, path);
            int preamble = text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            return new TableStream(decoded, text[preamble..], text.Length < BeginningBytes, actual);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
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
    private static Encoding? Detect(byte[] raw, string path)
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
        for (int back = 0; raw.Length == BeginningBytes && back < 4 && end > 0 && (raw[end - 1] & 0x80) != 0; back++)
            end--;
        if (System.Text.Unicode.Utf8.IsValid(raw.AsSpan(0, end)))
            return null;
        int controls = raw.Count(b => b < 32 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 12));
        return controls * 20 > raw.Length ? throw DataErrors.Binary(path) : Encoding.Latin1;
    }
}
