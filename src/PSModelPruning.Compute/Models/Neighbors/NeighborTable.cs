using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>The nearest prototypes of some rows, nearest first; of those that are equally near the one with the lower index.</summary>
/// <param name="Width">Neighbours of a row.</param>
/// <param name="Rows">The prototypes' indices, <c>[rows × <see cref="Width"/>]</c>.</param>
/// <param name="Distances">How far they are, <c>[rows × <see cref="Width"/>]</c>.</param>
internal sealed record NeighborTable(int Width, int[] Rows, double[] Distances)
{
    /// <summary>How many neighbours each row has, where some have fewer than <see cref="Width"/>; null where all have that many.</summary>
    internal int[]? Found { get; init; }

    /// <summary>The neighbours of a row.</summary>
    internal ReadOnlySpan<int> RowsOf(int row) => Rows.AsSpan(row * Width, Found?[row] ?? Width);

    /// <summary>The distances of a row's neighbours.</summary>
    internal ReadOnlySpan<double> DistancesOf(int row) => Distances.AsSpan(row * Width, Found?[row] ?? Width);

    /// <summary>The table without a row's own copies.</summary>
    /// <param name="copies">Which rows are copies of one another.</param>
    /// <param name="width">Neighbours that are kept of each row, at most.</param>
    internal NeighborTable Without(RowCopies copies, int width)
    {
        int count = copies.Observations.Length;
        var kept = new NeighborTable(width, new int[checked(count * width)], new double[count * width]) { Found = new int[count] };
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<int> rows = RowsOf(row);
            ReadOnlySpan<double> distances = DistancesOf(row);
            int found = 0;
            for (int i = 0; i < rows.Length && found < width; i++)
            {
                if (copies.AreSame(row, rows[i]))
                    continue;
                kept.Rows[row * width + found] = rows[i];
                kept.Distances[row * width + found++] = distances[i];
            }
            kept.Found[row] = found;
        }
        return kept;
    }
}
