using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// The inputs that trees are grown from, column by column. Made once and shared by all trees of a forest; thread-safe once it is made.
/// </summary>
internal sealed class TrainingColumns
{
    /// <summary>Rows that are read together where they are copied.</summary>
    private const int RowsAtOnce = 128;

    private readonly float[][] _values;
    private readonly bool[] _missing;
    private readonly int _threads;
    private readonly Lazy<ulong[][]> _sorted;
    private readonly Lazy<uint[][]> _ranks;

    private TrainingColumns(float[][] values, bool[] missing, int rows, int maxBins, int threads)
    {
        _values = values;
        _missing = missing;
        _threads = threads;
        RowCount = rows;
        _sorted = new(() => ForEach(input => ColumnOrder.Sort(_values[input])));
        _ranks = new(() => Bins is { } bins ? ForEach(bins.Ranks) : ForEach(RanksOf));
        Bins = maxBins > 0 ? BinnedColumns.Of(this, maxBins, threads) : null;
    }

    /// <summary>Inputs of a row.</summary>
    internal int Width => _values.Length;

    internal int RowCount { get; }

    /// <summary>The bins that the values were sorted into; null where all midpoints are looked at.</summary>
    internal BinnedColumns? Bins { get; }

    /// <summary>The keys of all rows, sorted, by input; see <see cref="RowKey"/>. Made when first asked for; 8 bytes a value.</summary>
    internal ulong[][] Sorted => _sorted.Value;

    /// <summary>
    /// The rank of each row's value (its bin, where there are bins), by input; see <see cref="RowKey"/>. Made when first asked for; 4 bytes
    /// a value.
    /// </summary>
    internal uint[][] Ranks => _ranks.Value;

    /// <summary>Copies the rows of a partition, transposed.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="maxBins">Bins that each input's values are sorted into, 2 to 256; 0 for none.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    internal static TrainingColumns Of(Partition rows, int maxBins = 0, int threads = 0)
    {
        int width = rows.Width,
            count = rows.RowCount;
        var values = new float[width][];
        var missing = new bool[width];
        if (!rows.TryGetAll(out _))
        {
            Transpose(rows, values, missing, threads);
            return new TrainingColumns(values, missing, count, maxBins, threads);
        }
        CoreLoop.Run(
            width,
            input =>
            {
                rows.TryGetAll(out ReadOnlySpan<float> source);
                var column = new float[count];
                bool anyMissing = false;
                for (int row = 0, at = input; row < count; row++, at += width)
                {
                    column[row] = source[at];
                    anyMissing |= float.IsNaN(column[row]);
                }
                values[input] = column;
                missing[input] = anyMissing;
            },
            threads: threads
        );
        return new TrainingColumns(values, missing, count, maxBins, threads);
    }

    /// <summary>Columns that are there already; they are not copied.</summary>
    /// <param name="values"><c>[inputs][rows]</c>.</param>
    internal static TrainingColumns Of(float[][] values) =>
        new(values, [.. values.Select(column => column.Any(float.IsNaN))], values.Length == 0 ? 0 : values[0].Length, 0, 0);

    /// <summary>The values of one input, <c>[rows]</c>.</summary>
    internal float[] Column(int input) => _values[input];

    /// <summary>Whether any row lacks this input (NaN).</summary>
    internal bool HasMissing(int input) => _missing[input];

    /// <summary>The threshold between two rows that lie side by side in the order of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="low">The key of the row with the lower value.</param>
    /// <param name="high">The key of the row with the higher value.</param>
    internal float Threshold(int input, ulong low, ulong high) =>
        Bins is { } bins
            ? bins.Threshold(input, (int)RowKey.Rank(low))
            : Thresholds.Between(_values[input][RowKey.Row(low)], _values[input][RowKey.Row(high)]);

    /// <summary>Transposes rows that are only read by copying, a block of them at a time.</summary>
    private static void Transpose(Partition rows, float[][] values, bool[] missing, int threads)
    {
        for (int input = 0; input < values.Length; input++)
            values[input] = new float[rows.RowCount];
        int blocks = (rows.RowCount + RowsAtOnce - 1) / RowsAtOnce;
        CoreLoop.Run(
            blocks,
            () => new float[RowsAtOnce * values.Length],
            (block, buffer) =>
            {
                int first = block * RowsAtOnce,
                    count = Math.Min(RowsAtOnce, rows.RowCount - first);
                ReadOnlySpan<float> source = rows.Rows(first, count, ref buffer);
                for (int input = 0; input < values.Length; input++)
                {
                    Span<float> column = values[input].AsSpan(first, count);
                    bool anyMissing = false;
                    for (int row = 0, at = input; row < count; row++, at += values.Length)
                    {
                        column[row] = source[at];
                        anyMissing |= float.IsNaN(column[row]);
                    }
                    if (anyMissing)
                        missing[input] = true;
                }
            },
            threads: threads
        );
    }

    private uint[] RanksOf(int input)
    {
        var ranks = new uint[RowCount];
        foreach (ulong key in _sorted.IsValueCreated ? _sorted.Value[input] : ColumnOrder.Sort(_values[input]))
            ranks[RowKey.Row(key)] = RowKey.Rank(key);
        return ranks;
    }

    private T[] ForEach<T>(Func<int, T> make)
    {
        var result = new T[Width];
        CoreLoop.Run(Width, input => result[input] = make(input), threads: _threads);
        return result;
    }
}
