using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// The inputs that trees are grown from, column by column. Made once and shared by all trees of a forest; thread-safe once it is made.
/// </summary>
internal sealed class TrainingColumns
{
    private readonly float[][] _values;
    private readonly bool[] _missing;

    private TrainingColumns(float[][] values, bool[] missing, int rows)
    {
        _values = values;
        _missing = missing;
        RowCount = rows;
    }

    /// <summary>Inputs of a row.</summary>
    internal int Width => _values.Length;

    internal int RowCount { get; }

    /// <summary>Copies the rows of a partition, transposed.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    internal static TrainingColumns Of(Partition rows, int threads = 0)
    {
        int width = rows.Width, count = rows.RowCount;
        var values = new float[width][];
        var missing = new bool[width];
        Parallel.For(0, width, Workers.Options(threads), input =>
        {
            ReadOnlySpan<float> source = rows.Inputs.Span;
            var column = new float[count];
            bool anyMissing = false;
            for (int row = 0, at = input; row < count; row++, at += width)
            {
                column[row] = source[at];
                anyMissing |= float.IsNaN(column[row]);
            }
            values[input] = column;
            missing[input] = anyMissing;
        });
        return new TrainingColumns(values, missing, count);
    }

    /// <summary>Columns that are there already; they are not copied.</summary>
    /// <param name="values"><c>[inputs][rows]</c>.</param>
    internal static TrainingColumns Of(float[][] values) => new(values, [.. values.Select(column => column.Any(float.IsNaN))], values.Length == 0 ? 0 : values[0].Length);

    /// <summary>The values of one input, <c>[rows]</c>.</summary>
    internal float[] Column(int input) => _values[input];

    /// <summary>Whether any row lacks this input (NaN).</summary>
    internal bool HasMissing(int input) => _missing[input];
}
