using System.Numerics;

namespace PSModelPruning.Compute.Importance.Statistics;

/// <summary>
/// Puts features that say the same into groups: agglomerative clustering with average linkage (Sokal and Michener 1958) over 1 − |ρ|, where
/// ρ is Spearman's rank correlation of two features over the rows (the strongest one between their inputs, where a category has several).
/// </summary>
internal static class CorrelatedGroups
{
    private const int MostRows = 2000;

    /// <summary>The group of each feature, from 0 in the order of their first features.</summary>
    /// <param name="features">The features.</param>
    /// <param name="rows">Their rows; at most the first 2000 are looked at.</param>
    /// <param name="threshold">Groups are joined as long as the mean |ρ| between their features is at least this, above 0 to 1.</param>
    /// <param name="cancellation">Looked at for every feature.</param>
    internal static int[] Of(IReadOnlyList<FeatureGroup> features, ModelRows rows, double threshold, CancellationToken cancellation)
    {
        double[][] similarity = Similarity(features, rows, cancellation);
        return Cluster(similarity, threshold);
    }

    /// <summary>Clusters by similarity, which is changed.</summary>
    /// <param name="similarity">Symmetric, <c>[items][items]</c>.</param>
    /// <param name="threshold">The least mean similarity of two clusters that are joined.</param>
    /// <remarks>O(n²) for each of the joins in the worst case, and usually far less: each cluster remembers its nearest.</remarks>
    internal static int[] Cluster(double[][] similarity, double threshold)
    {
        int count = similarity.Length;
        int[] cluster = [.. Enumerable.Range(0, count)];
        int[] size = [.. Enumerable.Repeat(1, count)];
        List<int> alive = [.. Enumerable.Range(0, count)];
        int[] nearest = [.. alive.Select(item => Nearest(similarity, alive, item))];
        while (alive.Count > 1)
        {
            int a = alive.MaxBy(item => similarity[item][nearest[item]]),
                b = nearest[a];
            if (similarity[a][b] < threshold)
                break;
            if (b < a)
                (a, b) = (b, a);
            alive.Remove(b);
            foreach (int other in alive.Where(other => other != a))
                similarity[a][other] = similarity[other][a] =
                    (size[a] * similarity[a][other] + size[b] * similarity[b][other]) / (size[a] + size[b]);
            size[a] += size[b];
            for (int i = 0; i < count; i++)
                cluster[i] = cluster[i] == b ? a : cluster[i];
            if (alive.Count == 1)
                break;
            nearest[a] = Nearest(similarity, alive, a);
            foreach (int other in alive)
            {
                if (nearest[other] == a || nearest[other] == b)
                    nearest[other] = Nearest(similarity, alive, other);
            }
        }
        int[] order = [.. cluster.Distinct()];
        return [.. cluster.Select(c => Array.IndexOf(order, c))];
    }

    private static int Nearest(double[][] similarity, List<int> alive, int item)
    {
        int best = -1;
        foreach (int other in alive)
        {
            if (other != item && (best < 0 || similarity[item][other] > similarity[item][best]))
                best = other;
        }
        return best < 0 ? item : best;
    }

    private static double[][] Similarity(IReadOnlyList<FeatureGroup> features, ModelRows rows, CancellationToken cancellation)
    {
        int count = Math.Min(rows.Count, MostRows),
            width = rows.Width;
        float[][] ranks = [.. Enumerable.Range(0, width).Select(input => StandardizedRanks(rows, input, count))];
        double[][] result = [.. features.Select(_ => new double[features.Count])];
        for (int a = 0; a < features.Count; a++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int b = 0; b < a; b++)
                result[a][b] = result[b][a] = Strongest(ranks, features[a].Inputs, features[b].Inputs);
        }
        return result;
    }

    private static double Strongest(float[][] ranks, int[] first, int[] second)
    {
        float best = 0;
        foreach (int a in first)
        {
            foreach (int b in second)
                best = Math.Max(best, Math.Abs(Dot(ranks[a], ranks[b])));
        }
        return best;
    }

    private static float Dot(float[] a, float[] b)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(a, i) * new Vector<float>(b, i);
        float sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>
    /// Ranks (ties share their mean; missing values the mean of all) with mean 0 and length 1, so that a dot product is ρ; zeros for a
    /// constant.
    /// </summary>
    private static float[] StandardizedRanks(ModelRows rows, int input, int count)
    {
        var values = new float[count];
        for (int row = 0; row < count; row++)
            values[row] = rows.Inputs[row * rows.Width + input];
        int[] order = [.. Enumerable.Range(0, count).Where(row => !float.IsNaN(values[row]))];
        Array.Sort([.. order.Select(row => values[row])], order);
        var ranks = new double[count];
        double mean = (order.Length - 1) / 2.0,
            squares = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] == values[order[start]]; end++) { }
            double rank = (start + end - 1) / 2.0 - mean;
            squares += (end - start) * rank * rank;
            for (int i = start; i < end; i++)
                ranks[order[i]] = rank;
        }
        double length = Math.Sqrt(squares);
        return [.. ranks.Select(rank => length > 0 ? (float)(rank / length) : 0)];
    }
}
