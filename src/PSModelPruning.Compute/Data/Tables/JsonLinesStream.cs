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
internal sealed class JsonLinesStream(Stream json, CultureInfo culture, string path) : ConvertedLinesStream(json, path)
{
    private readonly DelimitedRow _row = new();
    private readonly bool _isInvariant = culture.Equals(CultureInfo.InvariantCulture);
    private Dictionary<string, int>? _places;
    private string[] _values = [];

    /// <exception cref="ComputeException"><c>DataFileMalformed</c>: a line is not one JSON object.</exception>
    private protected override ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> line)
    {
        try
        {
            return ToRecord(line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is a text that is not UTF-8.
            throw DataErrors.NotJsonObject(Path, Line, ((e as JsonException)?.BytePositionInLine ?? 0) + 1, e);
        }
    }

    private byte[] ToRecord(ReadOnlySpan<byte> line)
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
                return _isInvariant
                    ? PlainNumber.Unambiguous(Encoding.UTF8.GetString(reader.ValueSpan))
                    : reader.GetDouble().ToString("R", culture);
            default:
                int first = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(line[first..(int)reader.BytesConsumed]);
        }
    }
}
