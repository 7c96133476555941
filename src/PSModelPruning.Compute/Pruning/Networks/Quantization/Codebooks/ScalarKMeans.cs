namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>
/// k-means of numbers (Lloyd 1982): each number belongs to the nearest centre, each centre becomes the mean of its numbers, until nothing
/// changes. In one dimension clusters are stretches of the sorted numbers, so that a pass costs k · log n. A centre that has no numbers
/// takes a half of the cluster whose numbers are farthest from their mean, as in Linde, Buzo and Gray 1980, so that none is lost.
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
            FillEmpty(numbers, centres, ends);
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

    /// <summary>Gives every empty cluster a part of the one with the greatest squared error.</summary>
    private static void FillEmpty(SortedWeights numbers, double[] centres, int[] ends)
    {
        int[] empty = [.. Enumerable.Range(0, ends.Length).Where(i => First(ends, i) == ends[i])];
        if (empty.Length == 0)
            return;
        var filled = new PriorityQueue<(int First, int End), double>();
        for (int i = 0; i < ends.Length; i++)
        {
            if (First(ends, i) < ends[i])
                filled.Enqueue((First(ends, i), ends[i]), -numbers.SquaredError(First(ends, i), ends[i]));
        }
        for (int i = 0; i < empty.Length; i++)
        {
            (int first, int end) = filled.Dequeue();
            int middle = Split(numbers, first, end);
            filled.Enqueue((first, middle), -numbers.SquaredError(first, middle));
            filled.Enqueue((middle, end), -numbers.SquaredError(middle, end));
        }
        (int First, int End)[] clusters = [.. filled.UnorderedItems.Select(item => item.Element).Order()];
        for (int i = 0; i < clusters.Length; i++)
        {
            centres[i] = numbers.Mean(clusters[i].First, clusters[i].End);
            ends[i] = clusters[i].End;
        }
    }

    /// <summary>Where a cluster of different numbers falls into two: behind those up to its mean.</summary>
    private static int Split(SortedWeights numbers, int first, int end)
    {
        int middle = numbers.FirstAbove(numbers.Mean(first, end));
        // A mean that was rounded to the last of the numbers parts nothing.
        return middle < end ? Math.Max(middle, first + 1) : numbers.FirstNotBelow(numbers.Values[end - 1]);
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
