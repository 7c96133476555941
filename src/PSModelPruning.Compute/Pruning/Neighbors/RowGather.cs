namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>Copies some rows next to each other.</summary>
internal static class RowGather
{
    /// <summary>The rows of the given indices, in their order, <c>[indices × width]</c>.</summary>
    /// <param name="values">All rows, <c>[rows × width]</c>.</param>
    /// <param name="rows">Indices of rows.</param>
    /// <param name="width">Numbers of a row.</param>
    internal static float[] Of(ReadOnlySpan<float> values, ReadOnlySpan<int> rows, int width)
    {
        var gathered = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
            values.Slice(rows[i] * width, width).CopyTo(gathered.AsSpan(i * width));
        return gathered;
    }
}
