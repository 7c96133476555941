using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Orderings;

/// <summary>
/// Clusters members that predict alike, and keeps the best one of each cluster (Giacinto, Roli and Fumera 2000; Lazarevic and Obradovic
/// 2001): hierarchical agglomerative clustering with complete linkage, where the two clusters merge whose most different members differ
/// least. Two members differ by the fraction of rows on which they vote differently; for numbers by 1 less the correlation of what they
/// predict. An ensemble of k members comes from k clusters.
/// </summary>
/// <remarks>
/// Of equal distances the clusters whose best members are more accurate merge first. Deterministic; time O(members³ + members² · rows).
/// </remarks>
internal sealed class ClusteringMethod : SelectionMethod
{
    internal override string Name => "Clustering";

    internal override string Description =>
        "Forests, ensembles: clusters similar members and keeps the best of each cluster (Giacinto et al. 2000; "
        + "Lazarevic and Obradovic 2001).";

    private protected override bool IsForNumbers => true;

    internal override Selection Select(MemberOutputs outputs, IWorkMonitor monitor)
    {
        int[] ranked = outputs.ByOwnLoss();
        int count = ranked.Length;
        double[,] distance = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            for (int j = 0; j < i; j++)
                distance[i, j] = distance[j, i] = Difference(outputs, ranked[i], ranked[j]);
        }
        // A cluster is named by its best member, which is the one of the least place; merging into it keeps the name.
        var clusters = Enumerable.Range(0, count).ToList();
        var gone = new int[count];
        for (int size = count; size > 1; size--)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            (int into, int from) = Nearest(clusters, distance);
            clusters.Remove(from);
            gone[size - 1] = ranked[from];
            foreach (int other in clusters)
                distance[into, other] = distance[other, into] = Math.Max(distance[into, other], distance[from, other]);
        }
        gone[0] = ranked[0];
        return new Ordering(gone);
    }

    /// <summary>How differently two members predict, 0 for the same.</summary>
    internal static double Difference(MemberOutputs outputs, int first, int second)
    {
        if (outputs.Task == LearningTask.Regression)
            return 1 - Correlation(outputs.Of(first), outputs.Of(second));
        ReadOnlySpan<int> a = outputs.Votes(first),
            b = outputs.Votes(second);
        int different = 0;
        for (int row = 0; row < a.Length; row++)
            different += a[row] == b[row] ? 0 : 1;
        return (double)different / a.Length;
    }

    private static (int Into, int From) Nearest(List<int> clusters, double[,] distance)
    {
        (int Into, int From) nearest = (clusters[0], clusters[1]);
        for (int i = 0; i < clusters.Count; i++)
        {
            for (int j = i + 1; j < clusters.Count; j++)
            {
                if (distance[clusters[i], clusters[j]] < distance[nearest.Into, nearest.From])
                    nearest = (clusters[i], clusters[j]);
            }
        }
        return nearest;
    }

    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double meanA = 0,
            meanB = 0,
            products = 0,
            squaresA = 0,
            squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            meanA += a[i] / (double)a.Length;
            meanB += b[i] / (double)a.Length;
        }
        for (int i = 0; i < a.Length; i++)
        {
            products += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        double size = Math.Sqrt(squaresA * squaresB);
        return size > 0 ? products / size
            : squaresA == squaresB ? 1
            : 0;
    }
}
