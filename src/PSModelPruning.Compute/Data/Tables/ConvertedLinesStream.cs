namespace PSModelPruning.Compute.Data;

/// <summary>
/// Turns lines of text into records of comma-separated values while they are read. A line that gives no record gives an empty line, so that
/// the numbers of the lines stay in step. For reading only; owns the stream.
/// </summary>
/// <param name="lines">UTF-8 without byte order mark.</param>
/// <param name="path">Named in errors.</param>
internal abstract class ConvertedLinesStream(Stream lines, string path) : ForwardStream
{
    private const int LongestLine = 16 << 20;
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private bool _ended;
    private ReadOnlyMemory<byte> _text;

    /// <summary>An empty line.</summary>
    private protected static ReadOnlyMemory<byte> NoRecord { get; } = "\n"u8.ToArray();

    private protected string Path => path;

    /// <summary>The line that was read last, from 1.</summary>
    private protected long Line { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _text.IsEmpty && !ReadLine())
            return 0;
        int count = Math.Min(buffer.Length, _text.Length);
        _text.Span[..count].CopyTo(buffer);
        _text = _text[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            lines.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The record of a line with its line end, or <see cref="NoRecord"/>. The line is not empty.</summary>
    private protected abstract ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> line);

    /// <summary>Turns the next line into text.</summary>
    /// <returns>False at the end.</returns>
    private bool ReadLine()
    {
        if (!NextLine(out ReadOnlySpan<byte> line))
            return false;
        Line++;
        _text = line.Trim(" \t\r"u8).IsEmpty ? NoRecord : Convert(line);
        return true;
    }

    private int ReadMore()
    {
        try
        {
            return lines.Read(_buffer.AsSpan(_end));
        }
        catch (InvalidDataException e)
        {
            throw DataErrors.Truncated(path, e);
        }
    }

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        int searched = _start;
        while (true)
        {
            int at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = _buffer.AsSpan(_start, searched + at - _start);
                _start = searched + at + 1;
                return true;
            }
            if (_ended)
            {
                line = _buffer.AsSpan(_start, _end - _start);
                _start = _end;
                return line.Length > 0;
            }
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end, searched) = (0, _end - _start, _end - _start);
            if (_end >= LongestLine)
                throw DataErrors.RecordTooLong(path, LongestLine >> 20);
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            int read = ReadMore();
            _end += read;
            _ended = read == 0;
        }
    }
}
