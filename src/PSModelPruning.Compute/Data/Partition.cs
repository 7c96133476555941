namespace PSModelPruning.Compute.Data;

/// <summary>
/// A contiguous run of rows of a data set: prepared inputs <c>[rows, inputs]</c> and their targets <c>[rows]</c>. A view: it copies nothing
/// and must not be written to.
/// </summary>
internal sealed class Partition
{
    private readonly float[] _targets;
    private readonly int _firstRow;

    /// <param name="store">The rows of the data set.</param>
    /// <param name="targets">All targets, <c>[rows]</c>: class indices for classification, numbers in the target's own units for
    /// regression.</param>
    /// <param name="firstRow">The first row of this partition.</param>
    /// <param name="rowCount">Its rows; may be 0.</param>
    internal Partition(RowStore store, float[] targets, int firstRow, int rowCount)
    {
        Store = store;
        _targets = targets;
        _firstRow = firstRow;
        RowCount = rowCount;
    }

    /// <summary>Inputs of a row after encoding.</summary>
    internal int Width => Store.Width;

    internal int RowCount { get; }

    /// <summary>The rows of all partitions of the data set.</summary>
    internal RowStore Store { get; }

    /// <summary>The targets as they were read, of all rows of the data set; empty where there are no others than those learned.</summary>
    internal double[] Exact { get; set; } = [];

    /// <summary>What the targets that are learned are counted from.</summary>
    internal double TargetOffset { get; set; }

    /// <summary>The target of a row: its class index, or the number in its own units, as it was read.</summary>
    internal double Target(int row) => Exact.Length > 0 ? Exact[_firstRow + row] : _targets[_firstRow + row] + TargetOffset;

    /// <summary>The place of a row among those of the data set.</summary>
    internal int Place(int row) => _firstRow + row;

    /// <summary>
    /// What is learned, <c>[rows]</c>: class indices (classification), or numbers in the target's own units, counted from
    /// <see cref="TargetOffset"/> (regression).
    /// </summary>
    internal ReadOnlyMemory<float> Targets => _targets.AsMemory(_firstRow, RowCount);

    /// <summary>The inputs of consecutive rows: where they lie if that is possible, otherwise in a buffer.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="buffer">Is used, and replaced by a longer one if need be, where the rows must be copied.</param>
    /// <returns><c>[count × width]</c>; valid until the buffer is used again.</returns>
    internal ReadOnlySpan<float> Rows(int first, int count, ref float[] buffer)
    {
        if (Store.TryGetRows(_firstRow + first, count, out ReadOnlyMemory<float> rows))
            return rows.Span;
        int numbers = checked(count * Width);
        if (buffer.Length < numbers)
            buffer = new float[numbers];
        Store.Read(_firstRow + first, count, buffer.AsSpan(0, numbers));
        return buffer.AsSpan(0, numbers);
    }

    /// <summary>Gives all rows where they lie, <c>[rows × width]</c>.</summary>
    /// <returns>False where they do not lie in memory as they are read, one after another.</returns>
    internal bool TryGetAll(out ReadOnlySpan<float> rows)
    {
        bool isThere = Store.TryGetRows(_firstRow, RowCount, out ReadOnlyMemory<float> memory);
        rows = memory.Span;
        return isThere;
    }

    /// <summary>Copies the inputs of consecutive rows.</summary>
    internal void Read(int first, int count, Span<float> output) => Store.Read(_firstRow + first, count, output);

    /// <summary>Copies the inputs of rows by their numbers.</summary>
    internal void Gather(ReadOnlySpan<int> rows, Span<float> output) => Store.Gather(_firstRow, rows, output);

    /// <summary>Copies one input of rows by their numbers.</summary>
    internal void ReadColumn(ReadOnlySpan<int> rows, int input, Span<float> output) => Store.ReadColumn(_firstRow, rows, input, output);

    /// <summary>All rows in one piece of memory, <c>[rows × width]</c>: where they lie if that is possible, otherwise a copy.</summary>
    /// <exception cref="ComputeException"><c>DatasetTooLarge</c>: there are more numbers than an array holds.</exception>
    internal ReadOnlyMemory<float> InOnePiece()
    {
        if (Store.TryGetRows(_firstRow, RowCount, out ReadOnlyMemory<float> rows))
            return rows;
        if ((long)RowCount * Width > Array.MaxLength)
            throw DataErrors.TooLarge(RowCount, Width);
        float[] copy = GC.AllocateUninitializedArray<float>(RowCount * Width);
        Store.Read(_firstRow, RowCount, copy);
        return copy;
    }

    /// <summary>The class of a row (classification only).</summary>
    internal int Label(int row) => (int)_targets[_firstRow + row];
}
