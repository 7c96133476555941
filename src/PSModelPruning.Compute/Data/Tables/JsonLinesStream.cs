using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Turns JSON Lines into comma-separated values while it is read: a header of the first object's properties, then a row for each object.
/// A property that an object lacks is a missing value, one that the first object lacks is left out, and an array or object within is taken
/// as its JSON text. For reading only; owns the stream.
/// </summary>
/// <param name="json">UTF-8 without byte order mark.</param>
/// <param name="culture">The culture in which numbers are written.</param>
/// <param name="path">Named in errors.</param>
internal sealed class JsonLinesStream(Stream json, CultureInfo culture, string path) : Stream
{
    private const int LongestLine = 16 << 20;
    private readonly DelimitedRow _row = new();
    private readonly bool _isInvariant = culture.Equals(CultureInfo.InvariantCulture);
    private Dictionary<string, int>? _places;
    private string[] _values = [];
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private bool _ended;
    private long _line;
    private ReadOnlyMemory<byte> _text;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="ComputeException"><c>DataFileMalformed</c>: a line is not one JSON object.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _text.IsEmpty && !ReadLine())
            return 0;
        int count = Math.Min(buffer.Length, _text.Length);
        _text.Span[..count].CopyTo(buffer);
        _text = _text[count..];
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            json.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Turns the next line into text.</summary>
    /// <returns>False at the end.</returns>
    private bool ReadLine()
    {
        while (NextLine(out ReadOnlySpan<byte> line))
        {
            _line++;
            if (line.Trim(" \t\r"u8).IsEmpty)
            {
                // An empty line of the text keeps the numbers of the lines in step.
                _text = "\n"u8.ToArray();
                return true;
            }
            try
            {
                _text = Convert(line);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // The second is a text that is not UTF-8.
                throw DataErrors.NotJsonObject(path, _line, ((e as JsonException)?.BytePositionInLine ?? 0) + 1, e);
            }
            return true;
        }
        return false;
    }

    private ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(null, null, 0, 0);
        byte[] header = _places is null ? ReadHeader(line) : [];
        Array.Fill(_values, "");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int place = _places!.GetValueOrDefault(reader.GetString()!, -1);
            reader.Read();
            if (place < 0)
                reader.Skip();
            else
                _values[place] = Text(ref reader, line);
        }
        // A second object on the line is an error that the reader throws.
        reader.Read();
        _row.Start();
        foreach (string value in _values)
            _row.Add(value);
        byte[] row = _row.End();
        return header.Length == 0 ? row : (byte[])[.. header, .. row];
    }

    private byte[] ReadHeader(ReadOnlySpan<byte> line)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (places.TryAdd(name, names.Count))
                names.Add(name);
            reader.Read();
            reader.Skip();
        }
        if (names.Count == 0)
            throw new JsonException(null, null, 0, 0);
        _places = places;
        _values = new string[names.Count];
        _row.Start();
        names.ForEach(_row.Add);
        return _row.End();
    }

    private string Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return "";
            case JsonTokenType.True:
                return bool.TrueString;
            case JsonTokenType.False:
                return bool.FalseString;
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.Number:
                return _isInvariant ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetDouble().ToString("R", culture);
            default:
                int first = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(line[first..(int)reader.BytesConsumed]);
        }
    }

    private int ReadMore()
    {
        try
        {
            return json.Read(_buffer.AsSpan(_end));
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
