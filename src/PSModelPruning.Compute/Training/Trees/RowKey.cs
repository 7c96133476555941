namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// A row in the order of one input, as one number: the rank of its value in the upper half, the row in the lower. Rows with equal values
/// have equal ranks; a missing value has the greatest.
/// </summary>
internal static class RowKey
{
    /// <summary>The rank of a missing value.</summary>
    internal const uint Missing = uint.MaxValue;

    internal static ulong Of(uint rank, int row) => ((ulong)rank << 32) | (uint)row;

    internal static int Row(ulong key) => (int)(uint)key;

    internal static uint Rank(ulong key) => (uint)(key >> 32);

    /// <summary>Whether two rows have different values.</summary>
    internal static bool Differ(ulong a, ulong b) => (a ^ b) >> 32 != 0;

    /// <summary>How many keys at the beginning of a sorted run have values.</summary>
    internal static int KnownCount(ReadOnlySpan<ulong> sorted)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Rank(sorted[middle]) == Missing)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
