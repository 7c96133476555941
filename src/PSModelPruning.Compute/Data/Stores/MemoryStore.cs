namespace PSModelPruning.Compute.Data;

/// <summary>
/// Rows in memory as float32: in one array where they fit, which is read without a copy, otherwise in several of whole rows each. Its maker
/// writes the rows before anybody reads them.
/// </summary>
internal sealed class MemoryStore : RowStore
{
    private readonly float[][] _chunks;

    private MemoryStore(int rowCount, int width, float[][] chunks, int rowsPerChunk)
        : base(rowCount, width)
    {
        _chunks = chunks;
        RowsPerChunk = rowsPerChunk;
    }

    /// <summary>Rows of every array but the last.</summary>
    internal int RowsPerChunk { get; }

    /// <summary>How many arrays there are.</summary>
    internal int ChunkCount => _chunks.Length;

    /// <summary>A store whose rows are not written yet.</summary>
    /// <param name="rowCount">Its rows.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="chunkNumbers">Numbers of an array at most; tests take small ones.</param>
    internal static MemoryStore Create(int rowCount, int width, int? chunkNumbers = null)
    {
        int rowsPerChunk = Math.Max(1, Math.Min(rowCount, (chunkNumbers ?? Array.MaxLength) / Math.Max(1, width)));
        var chunks = new float[(rowCount + rowsPerChunk - 1) / rowsPerChunk][];
        for (int i = 0; i < chunks.Length; i++)
            chunks[i] = GC.AllocateUninitializedArray<float>(Math.Min(rowsPerChunk, rowCount - i * rowsPerChunk) * width);
        return new MemoryStore(rowCount, width, chunks, rowsPerChunk);
    }

    /// <summary>The rows of an array, which is not copied.</summary>
    /// <param name="inputs"><c>[rows × width]</c>.</param>
    /// <param name="rowCount">Its rows.</param>
    /// <param name="width">Inputs of a row.</param>
    internal static MemoryStore Over(float[] inputs, int rowCount, int width) => new(rowCount, width, [inputs], Math.Max(1, rowCount));

    /// <summary>One of the arrays, to be written.</summary>
    internal float[] Chunk(int index) => _chunks[index];

    /// <summary>A row, to be written.</summary>
    internal Span<float> Row(int row) => _chunks[row / RowsPerChunk].AsSpan(row % RowsPerChunk * Width, Width);

    internal override void Read(int first, int count, Span<float> output)
    {
        for (int row = first, end = first + count; row < end; )
        {
            int within = row % RowsPerChunk,
                rows = Math.Min(end - row, RowsPerChunk - within);
            _chunks[row / RowsPerChunk].AsSpan(within * Width, rows * Width).CopyTo(output[((row - first) * Width)..]);
            row += rows;
        }
    }

    internal override void Gather(int first, ReadOnlySpan<int> rows, Span<float> output)
    {
        for (int i = 0; i < rows.Length; i++)
            Row(first + rows[i]).CopyTo(output[(i * Width)..]);
    }

    internal override void ReadColumn(int first, ReadOnlySpan<int> rows, int input, Span<float> output)
    {
        for (int i = 0; i < rows.Length; i++)
            output[i] = Row(first + rows[i])[input];
    }

    internal override bool TryGetRows(int first, int count, out ReadOnlyMemory<float> rows)
    {
        int chunk = count == 0 ? 0 : first / RowsPerChunk,
            within = first - chunk * RowsPerChunk;
        bool isWhole = count == 0 || within + count <= RowsPerChunk;
        rows = isWhole && count > 0 ? _chunks[chunk].AsMemory(within * Width, count * Width) : default;
        return isWhole;
    }
}
