namespace PSModelPruning.Compute.Importance;

/// <summary>Chooses rows at random.</summary>
internal static class RowSample
{
    /// <summary>A random part of the rows 0 … count − 1, without repetition, ascending; at least one.</summary>
    internal static int[] Choose(int count, double fraction, int seed)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        int kept = Math.Clamp((int)Math.Round(count * fraction), Math.Min(1, count), count);
        if (kept == count)
            return rows;
        new Random(seed).Shuffle(rows);
        int[] chosen = rows[..kept];
        Array.Sort(chosen);
        return chosen;
    }
}
