namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>The nearest prototypes of some rows, nearest first; of those that are equally near the one with the lower index.</summary>
/// <param name="Width">Neighbours of a row.</param>
/// <param name="Rows">The prototypes' indices, <c>[rows × <see cref="Width"/>]</c>.</param>
/// <param name="Distances">How far they are, <c>[rows × <see cref="Width"/>]</c>.</param>
internal sealed record NeighborTable(int Width, int[] Rows, double[] Distances)
{
    /// <summary>The neighbours of a row.</summary>
    internal ReadOnlySpan<int> RowsOf(int row) => Rows.AsSpan(row * Width, Width);

    /// <summary>The distances of a row's neighbours.</summary>
    internal ReadOnlySpan<double> DistancesOf(int row) => Distances.AsSpan(row * Width, Width);
}
