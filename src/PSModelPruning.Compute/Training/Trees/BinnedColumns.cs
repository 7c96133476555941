using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// Columns whose values were sorted into bins of about equally many rows, a byte a value. A value that few distinct ones share a column
/// with has a bin of its own. Where values are missing, the last bin holds them.
/// </summary>
internal sealed class BinnedColumns
{
    private readonly byte[][] _bins;
    private readonly float[][] _thresholds;
    private readonly int[] _missingBins;

    private BinnedColumns(byte[][] bins, float[][] thresholds, int[] missingBins)
    {
        _bins = bins;
        _thresholds = thresholds;
        _missingBins = missingBins;
    }

    /// <summary>Sorts columns into bins.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="maxBins">Bins of a column, 2 to 256, that of missing values included.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    internal static BinnedColumns Of(TrainingColumns columns, int maxBins, int threads)
    {
        var bins = new byte[columns.Width][];
        var thresholds = new float[columns.Width][];
        var missing = new int[columns.Width];
        CoreLoop.Run(
            columns.Width,
            input =>
            {
                float[] column = columns.Column(input);
                ulong[] sorted = ColumnOrder.Sort(column);
                int known = RowKey.KnownCount(sorted);
                bins[input] = new byte[column.Length];
                thresholds[input] = Cut(
                    column,
                    sorted.AsSpan(0, known),
                    Math.Max(1, known < sorted.Length ? maxBins - 1 : maxBins),
                    bins[input]
                );
                missing[input] = known < sorted.Length ? thresholds[input].Length + 1 : -1;
                foreach (ulong key in sorted.AsSpan(known))
                    bins[input][RowKey.Row(key)] = (byte)missing[input];
            },
            threads: threads
        );
        return new BinnedColumns(bins, thresholds, missing);
    }

    /// <summary>The bin of each row, <c>[rows]</c>.</summary>
    internal byte[] Column(int input) => _bins[input];

    /// <summary>Bins of values, without that of missing ones; at least 1.</summary>
    internal int ValueBins(int input) => _thresholds[input].Length + 1;

    /// <summary>The bin of missing values; -1 for an input that no row lacks.</summary>
    internal int MissingBin(int input) => _missingBins[input];

    /// <summary>
    /// The value that splits a bin from the next one: the middle between the greatest value of the one and the least of the other.
    /// </summary>
    internal float Threshold(int input, int bin) => _thresholds[input][bin];

    /// <summary>The bins as ranks; see <see cref="RowKey"/>.</summary>
    internal uint[] Ranks(int input) => Array.ConvertAll(_bins[input], bin => bin == _missingBins[input] ? RowKey.Missing : bin);

    /// <summary>Cuts the sorted rows of a column into bins of about equally many, and writes the bin of each row.</summary>
    /// <returns>The thresholds between the bins.</returns>
    private static float[] Cut(float[] column, ReadOnlySpan<ulong> sorted, int bins, byte[] binOfRow)
    {
        long distinct = sorted.IsEmpty ? 0 : RowKey.Rank(sorted[^1]) + 1L;
        var thresholds = new List<float>(bins);
        int open = bins,
            first = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            // What is left is shared anew after each bin, as a frequent value may have filled more than its part.
            if (
                i > 0
                && open > 1
                && RowKey.Differ(sorted[i - 1], sorted[i])
                && (distinct <= bins || (i - first) * (long)open >= sorted.Length - first)
            )
            {
                thresholds.Add(Thresholds.Between(column[RowKey.Row(sorted[i - 1])], column[RowKey.Row(sorted[i])]));
                first = i;
                open--;
            }
            binOfRow[RowKey.Row(sorted[i])] = (byte)thresholds.Count;
        }
        return thresholds.ToArray();
    }
}
