using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>Takes the fields of one column in one reading thread and keeps their values. One class a kind of storage.</summary>
internal abstract class ColumnSink
{
    private readonly MissingText _missing;

    private protected ColumnSink(MissingText missing) => _missing = missing;

    /// <summary>The first text that is not of the column's kind; null while there is none.</summary>
    internal string? Misfit { get; private set; }

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

    internal static ColumnSink Create(RawColumn column, CultureInfo culture, MissingText missing) =>
        column.Storage switch
        {
            RawStorage.Number => new NumberSink(culture, missing),
            RawStorage.Date => new DateSink(culture, column.DateFormat, missing),
            RawStorage.Text => new TextSink(missing),
            _ => new NullSink(missing),
        };

    private protected bool IsMissing(ReadOnlySpan<byte> field) => _missing.Contains(field);

    /// <summary>Takes a field that is missing, or not what the column holds.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected void AddOther(ReadOnlySpan<byte> field)
    {
        if (!IsMissing(field))
            Misfit ??= Encoding.UTF8.GetString(field);
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
    private readonly NumberText _numbers = new(culture);

    internal override bool IsNumeric => true;

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForNumbers(shared, first, capacity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal override void Add(ReadOnlySpan<byte> field)
    {
        if (_numbers.TryParse(field, out double value))
            Values!.Add(value);
        else
            AddOther(field);
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
            && !IsMissing(field)
            && _dates.TryParse(_text.AsSpan(0, Encoding.UTF8.GetChars(field, _text)), out double seconds)
        )
            Values!.Add(seconds);
        else
            AddOther(field);
    }
}

/// <summary>Keeps texts as codes.</summary>
internal sealed class TextSink(MissingText missing) : ColumnSink(missing)
{
    /// <summary>The distinct texts of this thread.</summary>
    internal Utf8Interner Texts { get; } = new();

    internal override void StartBlock(int capacity, float[] shared, int first) => Values = RawValues.ForTexts(capacity);

    internal override void Add(ReadOnlySpan<byte> field)
    {
        field = field.Trim(" \t"u8);
        if (IsMissing(field))
            Values!.AddMissing();
        else
            Values!.AddCode(Texts.Code(field));
    }
}
