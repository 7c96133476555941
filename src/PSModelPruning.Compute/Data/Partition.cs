namespace PSModelPruning.Compute.Data;

/// <summary>
/// A contiguous run of rows of a data set: prepared inputs <c>[rows, inputs]</c>, row by row, and their targets <c>[rows]</c>.
/// A view: it copies nothing and must not be written to.
/// </summary>
internal sealed class Partition
{
    private readonly float[] _inputs;
    private readonly float[] _targets;
    private readonly int _firstRow;

    /// <param name="inputs">All rows of the data set, <c>[rows, width]</c>.</param>
    /// <param name="targets">All targets, <c>[rows]</c>: class indices for classification, numbers in the target's own units for
    /// regression.</param>
    /// <param name="width">Inputs of a row after encoding.</param>
    /// <param name="firstRow">The first row of this partition.</param>
    /// <param name="rowCount">Its rows; may be 0.</param>
    internal Partition(float[] inputs, float[] targets, int width, int firstRow, int rowCount)
    {
        _inputs = inputs;
        _targets = targets;
        _firstRow = firstRow;
        Width = width;
        RowCount = rowCount;
    }

    /// <summary>Inputs of a row after encoding.</summary>
    internal int Width { get; }

    internal int RowCount { get; }

    /// <summary>The array that holds the rows of all partitions; rows of this one start at <see cref="Offset"/>.</summary>
    internal float[] Backing => _inputs;

    /// <summary>Where this partition's first input lies in <see cref="Backing"/>.</summary>
    internal long Offset => (long)_firstRow * Width;

    /// <summary>Prepared inputs, <c>[rows × width]</c>.</summary>
    internal ReadOnlyMemory<float> Inputs => _inputs.AsMemory(_firstRow * Width, RowCount * Width);

    /// <summary>Class indices (classification) or numbers in the target's own units (regression), <c>[rows]</c>.</summary>
    internal ReadOnlyMemory<float> Targets => _targets.AsMemory(_firstRow, RowCount);

    /// <summary>The inputs of one row.</summary>
    internal ReadOnlySpan<float> Row(int row) => _inputs.AsSpan((_firstRow + row) * Width, Width);

    /// <summary>The class of a row (classification only).</summary>
    internal int Label(int row) => (int)_targets[_firstRow + row];
}
