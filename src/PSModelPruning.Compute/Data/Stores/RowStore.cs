namespace PSModelPruning.Compute.Data;

/// <summary>
/// Where the prepared inputs of a data set lie, <c>[rows, width]</c>, in float32. Immutable for its readers, who read from several threads
/// at once. There may be more numbers than an array holds, so no reader sees them as one.
/// </summary>
internal abstract class RowStore : IDisposable
{
    /// <param name="rowCount">Rows of all partitions.</param>
    /// <param name="width">Inputs of a row.</param>
    private protected RowStore(int rowCount, int width)
    {
        RowCount = rowCount;
        Width = width;
    }

    /// <summary>Rows of all partitions.</summary>
    internal int RowCount { get; }

    /// <summary>Inputs of a row.</summary>
    internal int Width { get; }

    /// <summary>Copies consecutive rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="output">Receives <c>[count × width]</c> inputs.</param>
    /// <exception cref="ObjectDisposedException">The store owned a file and was disposed.</exception>
    internal abstract void Read(int first, int count, Span<float> output);

    /// <summary>Copies rows by their numbers.</summary>
    /// <param name="first">The row that the numbers count from.</param>
    /// <param name="rows">The numbers of the rows.</param>
    /// <param name="output">Receives <c>[rows × width]</c> inputs.</param>
    internal virtual void Gather(int first, ReadOnlySpan<int> rows, Span<float> output)
    {
        for (int i = 0; i < rows.Length; i++)
            Read(first + rows[i], 1, output.Slice(i * Width, Width));
    }

    /// <summary>Copies one input of rows by their numbers.</summary>
    /// <param name="first">The row that the numbers count from.</param>
    /// <param name="rows">The numbers of the rows.</param>
    /// <param name="input">The input.</param>
    /// <param name="output">Receives one number for each row.</param>
    internal virtual void ReadColumn(int first, ReadOnlySpan<int> rows, int input, Span<float> output)
    {
        var row = new float[Width];
        for (int i = 0; i < rows.Length; i++)
        {
            Read(first + rows[i], 1, row);
            output[i] = row[input];
        }
    }

    /// <summary>Gives consecutive rows where they lie, without a copy.</summary>
    /// <returns>False where they do not lie in memory as they are read, one after another: read them into a buffer then.</returns>
    internal virtual bool TryGetRows(int first, int count, out ReadOnlyMemory<float> rows)
    {
        rows = default;
        return false;
    }

    /// <summary>Releases what the store owns. Rows in memory own nothing, and stay readable.</summary>
    public virtual void Dispose() { }
}
