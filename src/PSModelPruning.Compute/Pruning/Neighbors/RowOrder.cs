namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>In which order prototypes go.</summary>
/// <param name="Rows">All prototypes' indices; the last one goes first.</param>
/// <param name="Natural">How many are left where the method ends by its own rule.</param>
/// <param name="Least">How many are left at the end of the order; below that the method says nothing.</param>
/// <param name="NearestOnly">Whether what is left is made for the nearest prototype to decide alone.</param>
internal sealed record RowOrder(int[] Rows, int Natural, int Least, bool NearestOnly)
{
    /// <summary>The order of a method that takes some rows out and says nothing about the others.</summary>
    /// <param name="count">All prototypes.</param>
    /// <param name="removed">Those that go, in the order in which they do.</param>
    internal static RowOrder OfRemoved(int count, IReadOnlyList<int> removed)
    {
        var isRemoved = new bool[count];
        foreach (int row in removed)
            isRemoved[row] = true;
        int left = count - removed.Count;
        return new RowOrder([.. Enumerable.Range(0, count).Where(row => !isRemoved[row]), .. removed.Reverse()], left, left, false);
    }
}
