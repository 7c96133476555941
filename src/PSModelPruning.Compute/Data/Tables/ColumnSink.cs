using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>Takes the fields of one column in one reading thread and keeps their values. One class a kind of storage.</summary>
internal abstract class ColumnSink(MissingText missing)
{
    /// <summary>The first text that is not of the column's kind; null while there is none.</summary>
    internal string? Misfit { get; private set; }

    /// <summary>Starts a block; its values are taken with <see cref="EndBlock"/>.</summary>
    internal abstract void StartBlock(int capacity);

    internal abstract void Add(ReadOnlySpan<byte> field);

    internal abstract RawValues? EndBlock();

    protected bool IsMissing(ReadOnlySpan<byte> field) => missing.Contains(field);

    protected void Note(ReadOnlySpan<byte> misfit) => Misfit ??= Encoding.UTF8.GetString(misfit);

    internal static ColumnSink Create(RawColumn column, CultureInfo culture, MissingText missing) => column.Storage switch
    {
        RawStorage.Number => new NumberSink(culture, missing),
        RawStorage.Date => new DateSink(culture, column.DateFormat, missing),
        RawStorage.Text => new TextSink(missing),
        _ => new NullSink(missing),
    };
}

/// <summary>Keeps nothing: an excluded column.</summary>
internal sealed class NullSink(MissingText missing) : ColumnSink(missing)
{
    internal override void StartBlock(int capacity) { }

    internal override void Add(ReadOnlySpan<byte> field) { }

    internal override RawValues? EndBlock() => null;
}

/// <summary>Keeps numbers.</summary>
internal sealed class NumberSink(CultureInfo culture, MissingText missing) : ColumnSink(missing)
{
    private readonly NumberText _numbers = new(culture);
    private RawValues _values = RawValues.ForNumbers(0);

    internal override void StartBlock(int capacity) => _values = RawValues.ForNumbers(capacity);

    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (_numbers.TryParse(field, out double value))
        {
            _values.Add(NumberText.Kept(value));
            return;
        }
        if (!IsMissing(field))
            Note(field);
        _values.Add(double.NaN);
    }

    internal override RawValues EndBlock() => _values;
}

/// <summary>Keeps dates and times as seconds.</summary>
internal sealed class DateSink(CultureInfo culture, string? format, MissingText missing) : ColumnSink(missing)
{
    private readonly DateText _dates = new(culture, format);
    private readonly char[] _text = new char[128];
    private RawValues _values = RawValues.ForNumbers(0);

    internal override void StartBlock(int capacity) => _values = RawValues.ForNumbers(capacity);

    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (field.Length <= _text.Length && field.Length > 0
            && _dates.TryParse(_text.AsSpan(0, Encoding.UTF8.GetChars(field, _text)), out double seconds))
        {
            _values.Add(NumberText.Kept(seconds));
            return;
        }
        if (!IsMissing(field))
            Note(field);
        _values.Add(double.NaN);
    }

    internal override RawValues EndBlock() => _values;
}

/// <summary>Keeps texts as codes.</summary>
internal sealed class TextSink(MissingText missing) : ColumnSink(missing)
{
    private RawValues _values = RawValues.ForTexts(0);

    /// <summary>The distinct texts of this thread.</summary>
    internal Utf8Interner Texts { get; } = new();

    internal override void StartBlock(int capacity) => _values = RawValues.ForTexts(capacity);

    internal override void Add(ReadOnlySpan<byte> field) => _values.AddCode(IsMissing(field) ? -1 : Texts.Code(field));

    internal override RawValues EndBlock() => _values;
}
