using System.Numerics;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// For element pruning, where whole inputs and outputs matter more than others: how dense the element's column is so far and how dense
/// its row is so far, each in eight levels, and whether the elements to the left and above are nonzero.
/// </summary>
internal struct DensityContexts : IPositionContexts<DensityContexts>
{
    private const int Unknown = 7;

    private int _columns;
    private int[] _inColumn;
    private int _inRow;
    private int _row;
    private int _left;

    /// <inheritdoc/>
    public static int Count => 8 * 8 * 2 * 2;

    /// <inheritdoc/>
    public static DensityContexts For(PositionShape shape) => new() { _columns = shape.Columns, _inColumn = new int[shape.Columns] };

    /// <inheritdoc/>
    public void StartRow(int row)
    {
        _row = row;
        _inRow = 0;
        _left = 0;
    }

    /// <inheritdoc/>
    public readonly int Of(ReadOnlySpan<byte> bits, int element, int column)
    {
        int above = element - _columns;
        int isAbove = above < 0 ? 0 : bits[above >> 3] >> (above & 7) & 1;
        return ((Level(_inColumn[column], _row) * 8 + Level(_inRow, column)) * 2 + _left) * 2 + isAbove;
    }

    /// <inheritdoc/>
    public void Learn(int column, int bit)
    {
        _inColumn[column] += bit;
        _inRow += bit;
        _left = bit;
    }

    /// <summary>⌊log2((5 n + 4) / (5 k + 2))⌋ for k nonzero of n elements, at most 6; 7 for n = 0.</summary>
    private static int Level(int nonzero, int elements)
    {
        if (elements == 0)
            return Unknown;
        ulong all = 5 * (ulong)elements + 4,
            set = 5 * (ulong)nonzero + 2;
        int level = BitOperations.Log2(all) - BitOperations.Log2(set);
        return Math.Min(level - (all < set << level ? 1 : 0), Unknown - 1);
    }
}
