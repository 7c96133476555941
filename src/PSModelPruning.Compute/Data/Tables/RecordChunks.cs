using CsvHelper;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Cuts a table into pieces of a quarter of a megabyte, which stay in the cache of a core, that end where a record ends, for several
/// threads to parse. A piece without quotes is cut at its last line break; one with quotes where the CSV reader itself sees the last record
/// start, so that line breaks inside quotes never cut a record.
/// </summary>
internal sealed class RecordChunks(TableStream stream, TableLayout layout, string path)
{
    private const int ChunkBytes = 256 << 10;
    private const int LongestRecord = 64 << 20;
    private readonly object _gate = new();
    private byte[] _rest = [];
    private int _restLength;
    private int _next;
    private bool _ended;

    /// <summary>Bytes that were handed out so far.</summary>
    internal long BytesGiven { get; private set; }

    /// <summary>Takes the next piece. Thread-safe.</summary>
    /// <param name="buffer">Receives the bytes; replaced by a longer one where needed.</param>
    /// <param name="number">The piece's place in the table, from 0.</param>
    /// <returns>The bytes of the piece, or an empty memory at the end.</returns>
    internal ReadOnlyMemory<byte> Next(ref byte[] buffer, out int number)
    {
        lock (_gate)
        {
            number = _next;
            int filled = Math.Max(_restLength, 0);
            if (buffer.Length < Math.Max(ChunkBytes, filled))
                buffer = new byte[Math.Max(ChunkBytes, filled)];
            _rest.AsSpan(0, filled).CopyTo(buffer);
            _restLength = 0;
            while (true)
            {
                filled = Fill(buffer, filled);
                int cut = _ended ? filled : Cut(buffer, filled);
                if (cut > 0 || _ended)
                {
                    Keep(buffer.AsSpan(cut, filled - cut));
                    _next++;
                    if ((BytesGiven + cut) / LongestRecord > BytesGiven / LongestRecord)
                        MemoryBudget.RequireSomeLeft();
                    BytesGiven += cut;
                    return buffer.AsMemory(0, cut);
                }
                if (buffer.Length >= LongestRecord)
                    throw DataErrors.RecordTooLong(path, LongestRecord >> 20);
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private int Fill(byte[] buffer, int filled)
    {
        try
        {
            while (filled < buffer.Length && !_ended)
            {
                int read = stream.Read(buffer.AsSpan(filled));
                _ended = read == 0;
                filled += read;
            }
            return filled;
        }
        catch (InvalidDataException e)
        {
            throw DataErrors.Truncated(path, e);
        }
        catch (IOException e)
        {
            throw DataErrors.Unreadable(path, e);
        }
    }

    private int Cut(byte[] buffer, int filled)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, filled);
        if (layout.Mode == CsvMode.NoEscape || !bytes.Contains((byte)'"'))
            return bytes.LastIndexOf((byte)'\n') is >= 0 and var feed ? feed + 1 : bytes[..^1].LastIndexOf((byte)'\r') + 1;
        long last = 0;
        using CsvReader reader = CsvReader.Create(buffer.AsMemory(0, filled), layout.ReaderOptions);
        while (reader.Read())
            last = reader.ByteOffset;
        return (int)last;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length)
            _rest = new byte[Math.Max(rest.Length, ChunkBytes)];
        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
