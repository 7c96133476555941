using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Turns ARFF, the format of Weka, into comma-separated values: a header of the attributes' names, then the rows. A question mark that is
/// not quoted is a missing value; sparse rows are filled.
/// </summary>
/// <param name="lines">UTF-8 without byte order mark.</param>
/// <param name="path">Named in errors.</param>
internal sealed class ArffStream(Stream lines, string path) : ConvertedLinesStream(lines, path)
{
    private readonly List<ArffAttribute> _attributes = [];
    private readonly DelimitedRow _row = new();
    private bool _inData;

    /// <summary>The attributes that were declared so far.</summary>
    internal IReadOnlyList<ArffAttribute> Attributes => _attributes;

    private protected override ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line).Trim();
        if (text.StartsWith('%'))
            return NoRecord;
        if (_inData)
            return text.StartsWith('{') ? Sparse(text) : Dense(text);
        if (text.StartsWith("@attribute", StringComparison.OrdinalIgnoreCase))
            _attributes.Add(ArffAttribute.Parse(text) ?? throw Malformed("an attribute has a name and numeric, date, string or {values}"));
        else if (text.StartsWith("@data", StringComparison.OrdinalIgnoreCase))
            return Header();
        else if (!text.StartsWith("@relation", StringComparison.OrdinalIgnoreCase))
            throw Malformed("the head holds @relation, @attribute and @data");
        return NoRecord;
    }

    private byte[] Header()
    {
        if (_attributes.Count == 0)
            throw Malformed("no attribute was declared");
        _inData = true;
        _row.Start();
        _attributes.ForEach(attribute => _row.Add(attribute.Name));
        return _row.End();
    }

    private byte[] Dense(string text)
    {
        _row.Start();
        int count = 0;
        for (int at = 0; ArffText.Next(text, ref at, ",\t") is { } field; count++)
            Add(field.Text, field.IsQuoted, count);
        if (count != _attributes.Count)
            throw Malformed($"it has {count} values for {_attributes.Count} attributes");
        return _row.End();
    }

    private byte[] Sparse(string text)
    {
        var values = new (string Text, bool IsQuoted)?[_attributes.Count];
        string inside = text.Trim('{', '}', ' ');
        for (int at = 0; ArffText.Next(inside, ref at, " \t") is { } index; )
        {
            if (!int.TryParse(index.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int place) || place >= values.Length)
                throw Malformed("a sparse row has pairs of an attribute's number and its value");
            values[place] = ArffText.Next(inside, ref at, ",") ?? throw Malformed("a value is missing");
        }
        _row.Start();
        for (int i = 0; i < values.Length; i++)
            Add(values[i]?.Text ?? _attributes[i].Zero, values[i]?.IsQuoted ?? true, i);
        return _row.End();
    }

    private void Add(string value, bool isQuoted, int column)
    {
        if (value == "?" && !isQuoted)
            _row.Add("");
        else if (column < _attributes.Count && _attributes[column].Kind == ColumnKind.Category)
            _row.AddQuoted(value);
        else
            _row.Add(value);
    }

    private ComputeException Malformed(string what) => DataErrors.ArffMalformed(Path, Line, what);
}
