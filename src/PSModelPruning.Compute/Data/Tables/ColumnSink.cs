using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>Takes the fields of one column in one reading thread and keeps their values. One class a kind of storage.</summary>
internal abstract class ColumnSink
{
    private readonly MissingText _missing;

    private protected ColumnSink(MissingText missing) => _missing = missing;

    /// <summary>The first text that is not of the column's kind; null while there is none.</summary>
    internal string? Misfit { get; private set; }

    /// <summary>How many texts are not of the column's kind. They are counted as missing values too.</summary>
    internal long Misfits { get; private set; }

    /// <summary>A whole number that float64 does not keep; null while there is none.</summary>
    internal virtual string? Huge => null;

    /// <summary>Whether the values are numbers that lie in the block's shared array.</summary>
    internal virtual bool IsNumeric => false;

    /// <summary>Where the values of the current block go; null for excluded columns.</summary>
    internal RawValues? Values { get; private protected set; }

    /// <summary>Starts a block.</summary>
    /// <param name="capacity">Rows that are expected at most.</param>
    /// <param name="shared">The block's numbers.</param>
    /// <param name="first">Where this column's numbers start there.</param>
    internal abstract void StartBlock(int capacity, float[] shared, int first);

    internal abstract void Add(ReadOnlySpan<byte> field);

    /// <summary>Takes a field whose quotes may have a meaning.</summary>
    internal virtual void Add(CsvReader reader, int field) => Add(reader.GetSpan(field));

    internal static ColumnSink Create(RawColumn column, CultureInfo culture, MissingText missing) =>
        column.Storage switch
        {
            RawStorage.Number when column.Form.Unit is { } unit => new WrittenNumberSink(column.Form, unit, culture, missing),
            RawStorage.Number when missing.Numbers.Count > 0 => new MarkedNumberSink(column.Form.CultureOf(culture), missing),
            RawStorage.Number => new NumberSink(column.Form.CultureOf(culture), missing),
            RawStorage.Date => new DateSink(culture, column.DateFormat, missing),
            RawStorage.Text => new TextSink(missing),
            _ => new NullSink(missing),
        };

    private protected bool IsMissing(ReadOnlySpan<byte> field) => _missing.Contains(field);

    private protected bool IsMarker(double value) => _missing.Numbers.Contains(value);

    private protected bool IsMissingNumber(ReadOnlySpan<byte> field) => _missing.IsMissingNumber(field);

    /// <summary>Takes a field that is missing, or not what the column holds.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected void AddOther(ReadOnlySpan<byte> field)
    {
        if (!IsMissingNumber(field))
        {
            Misfit ??= Encoding.UTF8.GetString(field);
            Misfits++;
        }
        Values!.AddMissing();
    }
}

/// <summary>Keeps nothing: an excluded column.</summary>
internal sealed class NullSink(MissingText missing) : ColumnSink(missing)
{
    internal override void StartBlock(int capacity, float[] shared, int first) { }

    internal override void Add(ReadOnlySpan<byte> field) { }
}

/// <summary>Keeps numbers.</summary>
internal sealed class NumberSink(CultureInfo culture, MissingText missing) : ColumnSink(missing)
{
    /// <summary>The whole numbers up to here are all different in float64.</summary>
    private const double LargestExactInteger = 1L << 53;

    private readonly NumberText _numbers = new(culture);
    private string? _huge;

    internal override bool IsNumeric => true;

    internal override string? Huge => _huge;

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForNumbers(shared, first, capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (!_numbers.TryParse(field, out double value))
            AddOther(field);
        else if (Math.Abs(value) < LargestExactInteger)
            Values!.Add(value);
        else
            AddHuge(field, value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddHuge(ReadOnlySpan<byte> field, double value)
    {
        ReadOnlySpan<byte> digits = field.Trim(" \t"u8).TrimStart("+-"u8);
        if (_huge is null && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            _huge = Encoding.UTF8.GetString(field);
        Values!.Add(value);
    }
}

/// <summary>Keeps numbers of which some stand for a missing value.</summary>
internal sealed class MarkedNumberSink(CultureInfo culture, MissingText missing) : ColumnSink(missing)
{
    private readonly NumberText _numbers = new(culture);

    internal override bool IsNumeric => true;

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForNumbers(shared, first, capacity);

    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (!_numbers.TryParse(field, out double value))
            AddOther(field);
        else if (IsMarker(value))
            Values!.AddMissing();
        else
            Values!.Add(value);
    }
}

/// <summary>Keeps numbers that have a unit, or blanks between groups of digits.</summary>
internal sealed class WrittenNumberSink(NumberForm form, string unit, CultureInfo culture, MissingText missing) : ColumnSink(missing)
{
    private readonly bool _decimalComma = form.CultureOf(culture).NumberFormat.NumberDecimalSeparator == ",";

    internal override bool IsNumeric => true;

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForNumbers(shared, first, capacity);

    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (IsMissingNumber(field) || !NumberForm.TryParse(Encoding.UTF8.GetString(field), unit, _decimalComma, out double value))
            AddOther(field);
        else if (IsMarker(value))
            Values!.AddMissing();
        else
            Values!.Add(value);
    }
}

/// <summary>Keeps dates and times as seconds.</summary>
internal sealed class DateSink(CultureInfo culture, string? format, MissingText missing) : ColumnSink(missing)
{
    private readonly DateText _dates = new(culture, format);
    private readonly char[] _text = new char[128];

    internal override bool IsNumeric => true;

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForNumbers(shared, first, capacity);

    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (
            field.Length <= _text.Length
            && field.Length > 0
            && !IsMissingNumber(field)
            && _dates.TryParse(_text.AsSpan(0, Encoding.UTF8.GetChars(field, _text)), out double seconds)
        )
            Values!.Add(seconds);
        else
            AddOther(field);
    }
}

/// <summary>Keeps texts as codes. Text in quotes is never missing by itself, unless it is empty.</summary>
internal sealed class TextSink(MissingText missing) : ColumnSink(missing)
{
    /// <summary>The distinct texts of this thread.</summary>
    internal Utf8Interner Texts { get; } = new();

    /// <summary>The first text that was taken for a missing value; null while there is none.</summary>
    internal string? Marker { get; private set; }

    /// <summary>How many texts that are not empty were taken for missing values.</summary>
    internal long MarkerCount { get; private set; }

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForTexts(capacity);

    internal override void Add(ReadOnlySpan<byte> field) => Add(field, isQuoted: false);

    internal override void Add(CsvReader reader, int field)
    {
        ReadOnlySpan<byte> text = reader.GetSpan(field);
        Add(text, text.Length > 0 && IsMissing(text.Trim(" \t"u8)) && MissingText.IsQuoted(reader.GetRawSpan(field)));
    }

    private void Add(ReadOnlySpan<byte> field, bool isQuoted)
    {
        field = field.Trim(" \t"u8);
        if (isQuoted || !IsMissing(field))
            Values!.AddCode(Texts.Code(field));
        else
            AddMarker(field);
    }

    private void AddMarker(ReadOnlySpan<byte> field)
    {
        if (field.Length > 0)
        {
            Marker ??= Encoding.UTF8.GetString(field);
            MarkerCount++;
        }
        Values!.AddMissing();
    }
}
