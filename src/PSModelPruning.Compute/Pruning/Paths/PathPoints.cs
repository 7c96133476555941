namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Which points of a long path are looked at.</summary>
internal static class PathPoints
{
    /// <summary>Points that are looked at where each one's model must be made and asked about rows.</summary>
    internal const int Affordable = 33;

    /// <summary>All points where that costs little, else a thinned path.</summary>
    internal static IReadOnlyList<int> ToScore(PruningPath path) =>
        path.ScoresAllAtOnce ? [.. Enumerable.Range(0, path.Candidates.Count)] : Thin(path, Affordable);

    /// <summary>
    /// At most so many points, rising: the first, the last, the natural end, and between them those that divide the logarithm of the
    /// complexity evenly, because the small models are where the score turns.
    /// </summary>
    internal static IReadOnlyList<int> Thin(PruningPath path, int most)
    {
        int count = path.Candidates.Count;
        if (count <= most)
            return [.. Enumerable.Range(0, count)];
        var points = new SortedSet<int> { 0, count - 1 };
        if (path.Natural is { } natural)
            points.Add(natural);
        double high = Math.Log(Math.Max(1, path.Candidates[0].Complexity)),
            low = Math.Log(Math.Max(1, path.Candidates[^1].Complexity));
        int point = 0;
        for (int i = 1; i < most && points.Count < most; i++)
        {
            double wanted = high + (low - high) * i / (most - 1);
            while (point < count - 1 && Math.Log(Math.Max(1, path.Candidates[point].Complexity)) > wanted)
                point++;
            points.Add(point);
        }
        // Where complexities hardly differ, the logarithm leaves places free: take evenly spaced points.
        for (int i = 1; i < most && points.Count < most; i++)
            points.Add((int)((long)i * (count - 1) / (most - 1)));
        return [.. points];
    }
}
