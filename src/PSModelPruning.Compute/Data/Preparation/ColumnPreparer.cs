using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Turns values of one column into its inputs, with the statistics that were fitted on the training partition. Import and prediction both
/// use it.
/// </summary>
internal sealed class ColumnPreparer
{
    private readonly DatasetColumn _column;
    private readonly Dictionary<string, int> _codes;
    private readonly int _replacementCode;
    private readonly double _replacement;
    private readonly NumberText _numbers;
    private readonly bool _decimalComma;
    private readonly DateText _dates;
    private readonly CultureInfo _culture;

    internal ColumnPreparer(DatasetColumn column, CultureInfo culture)
    {
        _column = column;
        _culture = culture;
        CultureInfo written = new NumberForm(column.DecimalComma, column.Unit).CultureOf(culture);
        _numbers = new NumberText(written);
        _decimalComma = written.NumberFormat.NumberDecimalSeparator == ",";
        _dates = new DateText(culture, column.DateFormat);
        _codes = new Dictionary<string, int>(column.Categories.Count, StringComparer.Ordinal);
        for (int i = 0; i < column.Categories.Count; i++)
            _codes.TryAdd(column.Categories[i], i);
        _replacementCode = column.MissingReplacement is { } name && _codes.TryGetValue(name, out int code) ? code : -1;
        _replacement =
            IsNumeric && column.MissingReplacement is { } number ? double.Parse(number, CultureInfo.InvariantCulture) : double.NaN;
    }

    internal DatasetColumn Column => _column;

    /// <summary>Numbers and times; the other kinds are looked up in their categories.</summary>
    internal bool IsNumeric => _column.Kind is ColumnKind.Number or ColumnKind.DateTime;

    /// <summary>Reads a number, or a date as seconds.</summary>
    internal bool TryReadNumber(string text, out double value)
    {
        bool isRead = TryReadExact(text, out value);
        value = NumberText.Kept(value);
        return isRead;
    }

    /// <summary>Reads a number, or a date as seconds, with all its digits.</summary>
    internal bool TryReadExact(string text, out double value) =>
        _column.Kind == ColumnKind.DateTime ? _dates.TryParse(text, out value)
        : _column.Unit is { } unit ? NumberForm.TryParse(text, unit, _decimalComma, out value)
        : _numbers.TryParse(text.AsSpan().Trim(), out value);

    /// <summary>The position of a category, or -1 for one that the training partition did not have.</summary>
    internal int Code(string text)
    {
        if (_codes.TryGetValue(text, out int code))
            return code;
        if (_column.Kind == ColumnKind.Boolean)
            return _codes.GetValueOrDefault(BooleanWord(text), -1);
        // A category that is a number may be written in another way: 1 and 1.0.
        return
            _numbers.TryParse(text, out double number) && _codes.TryGetValue(number.ToString("R", CultureInfo.InvariantCulture), out code)
            ? code
            : -1;
    }

    /// <summary>
    /// The text that an object's value has in a file: numbers and dates in the column's culture, booleans in its words; null for none.
    /// </summary>
    internal string? Text(object? value) =>
        value switch
        {
            null or DBNull => null,
            string text => text.Trim(),
            bool truth => BooleanText.Word(truth, _column.Categories),
            double.NaN or float.NaN => null,
            DateTime date => date.ToString("O", CultureInfo.InvariantCulture),
            DateTimeOffset date => date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            Enum name => name.ToString(),
            IFormattable => ObjectText.Of(value, _culture),
            _ => ObjectText.Of(value, _culture).Trim(),
        };

    /// <summary>A number or date that an object holds as such; false for texts and all else.</summary>
    internal bool TryNumber(object? value, out double number)
    {
        number = value switch
        {
            double real => real,
            float real => real,
            decimal exact => (double)exact,
            sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            DateTime date when _column.Kind == ColumnKind.DateTime => DateText.Seconds(DateText.Utc(date)),
            DateTimeOffset date when _column.Kind == ColumnKind.DateTime => DateText.Seconds(date.UtcDateTime),
            TimeSpan time when _column.Kind == ColumnKind.DateTime => time.TotalSeconds,
            bool truth => truth ? 1 : 0,
            _ => double.NaN,
        };
        if (!double.IsFinite(number) || !IsNumeric)
            return false;
        number = NumberText.Kept(number);
        return true;
    }

    /// <summary>Writes the input of a number; NaN is a missing one.</summary>
    internal void WriteNumber(double value, Span<float> inputs)
    {
        if (double.IsNaN(value))
            value = _replacement;
        if (_column.ClipLow is { } low && value < low)
            value = low;
        if (_column.ClipHigh is { } high && value > high)
            value = high;
        inputs[0] = (float)((value - _column.Offset) / _column.Divisor);
    }

    /// <summary>Writes the inputs of a category by its position; -1 is a missing or unknown one.</summary>
    /// <param name="code">The position among the categories.</param>
    /// <param name="isMissing">A missing value takes the replacement; an unknown category sets none of the one-hot inputs.</param>
    /// <param name="inputs">The column's inputs.</param>
    internal void WriteCode(int code, bool isMissing, Span<float> inputs)
    {
        if (_column.Encoding == ColumnEncoding.OneHot)
        {
            if (code < 0 && isMissing)
                code = _replacementCode;
            inputs.Clear();
            if (code >= 0)
                inputs[code] = 1;
            return;
        }
        if (code < 0 && _column.KeepsMissing)
        {
            inputs[0] = float.NaN;
            return;
        }
        if (code < 0)
            code = Math.Max(_replacementCode, 0);
        inputs[0] = (float)((code - _column.Offset) / _column.Divisor);
    }

    /// <summary>Writes the inputs of a hashed category; null is a missing one.</summary>
    internal void WriteHash(string? text, Span<float> inputs)
    {
        inputs.Clear();
        if ((text ?? _column.MissingReplacement) is { } known)
            inputs[StableHash.Bucket(known, inputs.Length)] = 1;
    }

    private string BooleanWord(string text)
    {
        if (
            text.Equals("true", StringComparison.OrdinalIgnoreCase)
            || text is "1"
            || text.Equals("yes", StringComparison.OrdinalIgnoreCase)
        )
            return BooleanText.Word(true, _column.Categories);
        if (
            text.Equals("false", StringComparison.OrdinalIgnoreCase)
            || text is "0"
            || text.Equals("no", StringComparison.OrdinalIgnoreCase)
        )
            return BooleanText.Word(false, _column.Categories);
        return _column.Categories.FirstOrDefault(category => category.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
    }
}
