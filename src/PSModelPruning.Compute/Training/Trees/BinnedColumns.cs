namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// Columns whose values were sorted into bins of about equally many rows, a byte a value. A value that few distinct ones share a column with has a
/// bin of its own. Where values are missing, the last bin holds them.
/// </summary>
internal sealed class BinnedColumns
{
    // More rows hardly move the quantiles, and sorting them all would take longer than growing the tree.
    private const int SampleRows = 200_000;

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
        Parallel.For(0, columns.Width, Workers.Options(threads), input =>
        {
            float[] column = columns.Column(input);
            bool hasMissing = columns.HasMissing(input);
            thresholds[input] = Cut(Sample(column), Math.Max(1, hasMissing ? maxBins - 1 : maxBins));
            missing[input] = hasMissing ? thresholds[input].Length + 1 : -1;
            bins[input] = Assign(column, thresholds[input]);
        });
        return new BinnedColumns(bins, thresholds, missing);
    }

    /// <summary>The bin of each row, <c>[rows]</c>.</summary>
    internal byte[] Column(int input) => _bins[input];

    /// <summary>Bins of values, without that of missing ones; at least 1.</summary>
    internal int ValueBins(int input) => _thresholds[input].Length + 1;

    /// <summary>The bin of missing values; -1 for an input that no row lacks.</summary>
    internal int MissingBin(int input) => _missingBins[input];

    /// <summary>The value that splits a bin from the next one: the middle between the greatest value of the one and the least of the other.</summary>
    internal float Threshold(int input, int bin) => _thresholds[input][bin];

    /// <summary>The bins as ranks; see <see cref="RowKey"/>.</summary>
    internal uint[] Ranks(int input) => Array.ConvertAll(_bins[input], bin => bin == _missingBins[input] ? RowKey.Missing : bin);

    private static float[] Sample(float[] column)
    {
        // Every n-th row: the rows of a partition are shuffled, and nothing random is needed.
        int step = (column.Length + SampleRows - 1) / SampleRows;
        var sample = new List<float>(Math.Min(column.Length, SampleRows));
        for (int row = 0; row < column.Length; row += Math.Max(1, step))
        {
            if (!float.IsNaN(column[row]))
                sample.Add(column[row]);
        }
        float[] values = sample.ToArray();
        Array.Sort(values);
        return values;
    }

    /// <summary>Thresholds between bins of about equally many of the sorted values.</summary>
    private static float[] Cut(float[] sorted, int bins)
    {
        int distinct = sorted.Length > 0 ? 1 : 0;
        for (int i = 1; i < sorted.Length && distinct <= bins; i++)
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        var thresholds = new List<float>(bins);
        int open = bins, first = 0;
        for (int i = 1; i < sorted.Length && open > 1; i++)
        {
            if (sorted[i] == sorted[i - 1])
                continue;
            // What is left is shared anew after each bin, as a frequent value may have filled more than its part.
            if (distinct > bins && (i - first) * (long)open < sorted.Length - first)
                continue;
            thresholds.Add(Thresholds.Between(sorted[i - 1], sorted[i]));
            first = i;
            open--;
        }
        return thresholds.ToArray();
    }

    private static byte[] Assign(float[] column, float[] thresholds)
    {
        var bins = new byte[column.Length];
        for (int row = 0; row < column.Length; row++)
        {
            float value = column[row];
            if (float.IsNaN(value))
            {
                bins[row] = (byte)(thresholds.Length + 1);
                continue;
            }
            int bin = 0, count = thresholds.Length;
            while (count > 0)
            {
                int half = count >> 1;
                bool above = value > thresholds[bin + half];
                bin = above ? bin + half + 1 : bin;
                count = above ? count - half - 1 : half;
            }
            bins[row] = (byte)bin;
        }
        return bins;
    }
}
