namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>Draws rows where there are too many to hold what is known of them.</summary>
internal static class RowDraws
{
    /// <summary>All row indices, or so many of them, rising.</summary>
    internal static int[] WithoutReplacement(int rows, long most, int seed)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        if (most >= rows)
            return all;
        new Random(seed).Shuffle(all);
        int[] drawn = all[..(int)Math.Max(1, most)];
        Array.Sort(drawn);
        return drawn;
    }
}
