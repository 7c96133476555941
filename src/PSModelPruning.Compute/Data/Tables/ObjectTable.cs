using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Collects rows of objects as the text of a table, so that rows from a pipeline are inferred, cleaned and prepared exactly as rows of a
/// file.
/// Kept in segments of a megabyte.
/// </summary>
internal sealed class ObjectTable
{
    /// <summary>What the rows are called in errors.</summary>
    internal const string Name = "the pipeline";

    private const int SegmentBytes = 1 << 20;
    private const int SampleBytes = 256 << 10;
    private readonly List<byte[]> _segments = [];
    private readonly CultureInfo _culture;
    private readonly DelimitedRow _row = new();
    private int _filled = SegmentBytes;

    /// <param name="names">The columns' names.</param>
    /// <param name="culture">The culture that numbers are written in, the same in which they are read.</param>
    internal ObjectTable(IReadOnlyList<string> names, CultureInfo culture)
    {
        _culture = culture;
        Names = names;
        Add(names);
        RowCount = 0;
    }

    internal IReadOnlyList<string> Names { get; }

    internal int RowCount { get; private set; }

    /// <summary>Adds a row: numbers, booleans, dates, texts or null, in the order of the names.</summary>
    internal void Add(IReadOnlyList<object?> values)
    {
        _row.Start();
        foreach (object? value in values)
            _row.Add(Text(value));
        Append(_row.End());
        RowCount++;
    }

    /// <summary>The rows as a table.</summary>
    internal TableSource Source() =>
        new(Name, () => TableStream.OpenText(new SegmentedStream(_segments, _filled), Encoding.UTF8, SampleBytes, Name), false)
        {
            HasRows = true,
        };

    private string Text(object? value) =>
        value switch
        {
            null or DBNull or double.NaN or float.NaN => "",
            string text => text,
            DateTime date => DateText.Utc(date).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            DateTimeOffset date => date.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            TimeSpan time => time.TotalSeconds.ToString("R", _culture),
            Enum name => name.ToString(),
            float real => Number(real.ToString("R", _culture)),
            double real => Number(real.ToString("R", _culture)),
            decimal real => Number(real.ToString(_culture)),
            _ => ObjectText.Of(value, _culture),
        };

    private string Number(string text) => _culture.Equals(CultureInfo.InvariantCulture) ? PlainNumber.Unambiguous(text) : text;

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_filled == SegmentBytes)
            {
                _segments.Add(new byte[SegmentBytes]);
                _filled = 0;
            }
            int count = Math.Min(bytes.Length, SegmentBytes - _filled);
            bytes[..count].CopyTo(_segments[^1].AsSpan(_filled));
            _filled += count;
            bytes = bytes[count..];
        }
    }
}
