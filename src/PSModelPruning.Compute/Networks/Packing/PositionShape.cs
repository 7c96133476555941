namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// A tensor as the matrix in which positions have neighbours: the first axis against all others together; a vector is one row.
/// </summary>
/// <param name="Rows">Entries of the first axis (output channels).</param>
/// <param name="Columns">Elements of a row.</param>
internal readonly record struct PositionShape(int Rows, int Columns)
{
    internal int Elements => Rows * Columns;

    internal static PositionShape Of(IReadOnlyList<long> shape)
    {
        int elements = checked((int)shape.Aggregate(1L, (product, size) => product * size));
        int rows = shape.Count < 2 || elements == 0 ? 1 : (int)shape[0];
        return new PositionShape(rows, elements / rows);
    }
}
