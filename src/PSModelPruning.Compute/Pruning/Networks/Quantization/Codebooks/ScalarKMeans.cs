namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>
/// k-means of numbers (Lloyd 1982): each number belongs to the nearest centre, each centre becomes the mean of its numbers, until nothing
/// changes. In one dimension clusters are stretches of the sorted numbers, so that a pass costs k · log n. A centre that has no numbers
/// stays where it is, and is left out at the end if it still has none.
/// </summary>
internal static class ScalarKMeans
{
    private const int MostPasses = 1000;

    /// <summary>
    /// The means of the clusters, rising, without duplicates and without 0; all distinct numbers where there are no more of them than
    /// clusters.
    /// </summary>
    /// <param name="numbers">What is clustered.</param>
    /// <param name="clusters">The most clusters, at least 1.</param>
    /// <param name="start">Where the centres begin.</param>
    /// <param name="seed">The seed of a random start.</param>
    internal static float[] Cluster(SortedWeights numbers, int clusters, CodebookStart start, int seed)
    {
        if (numbers.Count == 0)
            return [];
        float[] distinct = [.. numbers.Values.Distinct().Take(clusters + 1)];
        if (distinct.Length <= clusters)
            return distinct;
        double[] centres = start.Centres(numbers, clusters, seed);
        Array.Sort(centres);
        int[] ends = Ends(numbers, centres);
        for (int pass = 0; pass < MostPasses; pass++)
        {
            for (int i = 0; i < centres.Length; i++)
            {
                if (First(ends, i) < ends[i])
                    centres[i] = numbers.Mean(First(ends, i), ends[i]);
            }
            Array.Sort(centres);
            int[] next = Ends(numbers, centres);
            if (next.AsSpan().SequenceEqual(ends))
                break;
            ends = next;
        }
        // Clusters in order, as float32: a mean that rounds to zero leaves its numbers to its neighbours.
        return
        [
            .. centres
                .Where((_, i) => First(ends, i) < ends[i])
                .Select(centre => (float)centre)
                .Where(centre => centre != 0)
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>The place after the last number of each cluster: numbers up to the middle of two centres belong to the lower.</summary>
    private static int[] Ends(SortedWeights numbers, double[] centres)
    {
        var ends = new int[centres.Length];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = i == ends.Length - 1 ? numbers.Count : numbers.FirstAbove((centres[i] + centres[i + 1]) / 2);
        return ends;
    }

    private static int First(int[] ends, int cluster) => cluster == 0 ? 0 : ends[cluster - 1];
}
