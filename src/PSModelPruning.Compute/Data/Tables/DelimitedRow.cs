using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>Writes rows of texts as comma-separated values, for readers that take delimited text.</summary>
internal sealed class DelimitedRow
{
    private readonly StringBuilder _text = new();

    internal void Start() => _text.Clear();

    /// <summary>Adds a field.</summary>
    internal void Add(string field)
    {
        if (_text.Length > 0)
            _text.Append(',');
        // A quoted empty field keeps a row of one empty column from being an empty line.
        if (field.Length == 0)
            _text.Append("\"\"");
        else if (field.AsSpan().IndexOfAny(",\"\r\n \t") < 0)
            _text.Append(field);
        else
            _text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>Adds a field in quotes, which mark it as a text.</summary>
    internal void AddQuoted(string field)
    {
        if (_text.Length > 0)
            _text.Append(',');
        _text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>The row as UTF-8, with its line end.</summary>
    internal byte[] End() => Encoding.UTF8.GetBytes(_text.Append('\n').ToString());
}
