namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// For zeros that keep to a pattern (N of M, blocks): the place in the group of four columns and how many of that group are nonzero so
/// far, and whether the elements to the left, above and above that are nonzero.
/// </summary>
internal struct NeighborContexts : IPositionContexts<NeighborContexts>
{
    private const int Group = 4;

    private int _columns;
    private int _inGroup;
    private int _left;

    /// <inheritdoc/>
    public static int Count => Group * Group * 2 * 2 * 2;

    /// <inheritdoc/>
    public static NeighborContexts For(PositionShape shape) => new() { _columns = shape.Columns };

    /// <inheritdoc/>
    public void StartRow(int row)
    {
        _inGroup = 0;
        _left = 0;
    }

    /// <inheritdoc/>
    public readonly int Of(ReadOnlySpan<byte> bits, int element, int column)
    {
        int above = element - _columns,
            upper = above - _columns;
        int isAbove = above < 0 ? 0 : bits[above >> 3] >> (above & 7) & 1;
        int isUpper = upper < 0 ? 0 : bits[upper >> 3] >> (upper & 7) & 1;
        return (((column % Group * Group + _inGroup) * 2 + isAbove) * 2 + isUpper) * 2 + _left;
    }

    /// <inheritdoc/>
    public void Learn(int column, int bit)
    {
        _inGroup = column % Group == Group - 1 ? 0 : _inGroup + bit;
        _left = bit;
    }
}
