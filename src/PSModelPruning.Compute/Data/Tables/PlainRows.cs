using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads records in which every field is a plain number, in one pass: delimiters are found 64 bytes at a time, and each number goes
/// straight to its place among the block's numbers. A record with anything else in it (quotes, missing values, white space, texts) is
/// refused, for the usual way to take.
/// </summary>
internal sealed class PlainRows
{
    /// <summary>Bytes that are looked at together, and may be read beyond the end of a record.</summary>
    private const int Window = 64;

    private readonly NumberText _numbers;
    private readonly Vector256<byte> _delimiters;
    private readonly int[] _targets;
    private readonly int[] _firsts;
    private readonly int[] _starts;
    private readonly RawValues?[] _values;
    private float[] _shared = [];
    private int _capacity;

    /// <param name="layout">The table's form.</param>
    /// <param name="targets">For each field the column that takes it, or -1.</param>
    /// <param name="culture">The numbers' culture.</param>
    private PlainRows(TableLayout layout, int[] targets, CultureInfo culture)
    {
        _numbers = new NumberText(culture);
        _delimiters = Vector256.Create((byte)layout.Delimiter);
        _targets = targets;
        _firsts = new int[targets.Length];
        _starts = new int[targets.Length + 1];
        _values = new RawValues[targets.Length];
    }

    /// <summary>A reader for tables of numbers; null where a column holds something else, or there is no one culture of all.</summary>
    internal static PlainRows? Create(TableLayout layout, int[] targets, IReadOnlyList<ColumnSink> sinks, CultureInfo? culture)
    {
        bool isPlain =
            culture is not null
            && new NumberText(culture).IsPlain
            && layout.Delimiter < 128
            && culture.NumberFormat.NumberDecimalSeparator != layout.Delimiter.ToString();
        bool hasNumbers = false;
        var isTaken = new bool[sinks.Count];
        foreach (int target in targets)
        {
            if (target < 0)
                continue;
            isPlain &= !isTaken[target] && sinks[target] is NumberSink or NullSink;
            hasNumbers |= sinks[target] is NumberSink;
            isTaken[target] = true;
        }
        return isPlain && hasNumbers ? new PlainRows(layout, targets, culture!) : null;
    }

    /// <summary>Starts a block.</summary>
    /// <param name="sinks">The columns, which have started it.</param>
    /// <param name="shared">The block's numbers.</param>
    /// <param name="capacity">Rows there is room for.</param>
    internal void StartBlock(IReadOnlyList<ColumnSink> sinks, float[] shared, int capacity)
    {
        (_shared, _capacity) = (shared, capacity);
        for (int i = 0; i < _targets.Length; i++)
        {
            _values[i] = _targets[i] < 0 ? null : sinks[_targets[i]].Values;
            _firsts[i] = _values[i]?.FirstIn(shared) ?? -1;
        }
    }

    /// <summary>Counts the rows that were read up to here, so that others can be added in the usual way.</summary>
    internal void Commit(int rows)
    {
        foreach (RawValues? values in _values)
            values?.CountTo(rows);
    }

    /// <summary>Whether all columns still keep their numbers in the block's shared array.</summary>
    internal bool Fits() => _values.All(values => values is null || values.FirstIn(_shared) >= 0);

    /// <summary>Reads one record.</summary>
    /// <param name="chunk">The piece of the table that holds it.</param>
    /// <param name="record">The record, a part of the piece.</param>
    /// <param name="row">Its row in the block.</param>
    /// <returns>False for a record that is not plain; nothing is kept of it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal bool TryRead(ReadOnlySpan<byte> chunk, ReadOnlySpan<byte> record, int row)
    {
        if (
            row >= _capacity
            || !chunk.Overlaps(record, out int offset)
            || chunk.Length - offset - record.Length < Window
            || !FindFields(ref MemoryMarshal.GetReference(record), record.Length)
        )
            return false;
        ref float place = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_shared), row);
        for (int field = 0; (field = ReadShort(ref MemoryMarshal.GetReference(record), field, ref place)) < _firsts.Length; field++)
        {
            if (!_numbers.TryParse(record[_starts[field]..(_starts[field + 1] - 1)], out double value) || !NumberText.FitsSingle(value))
                return false;
            Unsafe.Add(ref place, _firsts[field]) = (float)value;
        }
        return true;
    }

    /// <summary>Notes where each field starts; false where there are more or fewer than there should be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool FindFields(ref byte text, int length)
    {
        Vector256<byte> delimiters = _delimiters;
        Span<int> starts = _starts;
        int field = 0;
        for (int window = 0; window <= length; window += Window)
        {
            ulong ends =
                Vector256.Equals(Vector256.LoadUnsafe(ref text, (nuint)window), delimiters).ExtractMostSignificantBits()
                | (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref text, (nuint)window + 32), delimiters).ExtractMostSignificantBits()
                    << 32;
            // The end of the record ends its last field.
            if (length - window < Window)
                ends = ends & ((1UL << (length - window)) - 1) | 1UL << (length - window);
            for (; ends != 0; ends &= ends - 1)
            {
                if (++field >= starts.Length)
                    return false;
                starts[field] = window + BitOperations.TrailingZeroCount(ends) + 1;
            }
        }
        return field == starts.Length - 1;
    }

    /// <summary>Reads short numbers from one field on.</summary>
    /// <returns>The first field that is none, or the number of fields.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int ReadShort(ref byte text, int field, ref float place)
    {
        ulong decimalPoints = _numbers.DecimalPoints;
        ReadOnlySpan<int> firsts = _firsts;
        ref int starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        for (; field < firsts.Length; field++)
        {
            int first = firsts[field];
            if (first < 0)
                continue;
            int start = Unsafe.Add(ref starts, field);
            double value = NumberText.ParseShort(
                ref Unsafe.Add(ref text, start),
                Unsafe.Add(ref starts, field + 1) - 1 - start,
                decimalPoints
            );
            // Also false for NaN, which stands for a number that is not short.
            if (!NumberText.FitsSingle(value))
                break;
            Unsafe.Add(ref place, first) = (float)value;
        }
        return field;
    }
}
