using MathNet.Numerics;

namespace PSModelPruning.Compute.Importance.Statistics;

/// <summary>
/// Mutual information, in nats, where at least one side is continuous, from distances to nearest neighbours; no histogram, no density.
/// </summary>
/// <remarks>
/// Number and category: Ross (2014), "Mutual information between discrete and continuous data sets", PLoS ONE 9(2): e87357.
/// Two numbers: Kraskov, Stögbauer and Grassberger (2004), "Estimating mutual information", Phys. Rev. E 69, 066138, algorithm 1.
/// The estimators assume that no two values are equal; as usual, numbers are divided by their standard deviation and get noise of 10⁻¹⁰ of
/// their mean size, which separates equal values and changes nothing else. The noise comes from the seed.
/// </remarks>
internal static class NearestNeighborInformation
{
    /// <summary>Neighbours that a distance is taken to; the value that Ross recommends.</summary>
    internal const int Neighbors = 3;

    private const int RowsBetweenChecks = 1024;

    /// <summary>Between a number and a category. O(n log n).</summary>
    internal static double OfNumberAndCategory(double[] values, FeatureColumn categories, in ScoringContext context)
    {
        double[] x = Separate(values, new Random(context.Seed));
        int[] codes = [.. categories.Codes];
        Array.Sort(x, codes);
        int[] counts = categories.CodeCounts();
        // A category that occurs once has no neighbour and is left out.
        var all = new double[counts.Where(n => n > 1).Sum()];
        double[][] groups = [.. counts.Select(n => new double[n])];
        var filled = new int[counts.Length];
        int rows = 0;
        for (int i = 0; i < x.Length; i++)
        {
            int code = codes[i];
            groups[code][filled[code]++] = x[i];
            if (counts[code] > 1)
                all[rows++] = x[i];
        }
        double[] digamma = DigammaTable(rows);
        double sum = 0;
        foreach (double[] group in groups.Where(g => g.Length > 1))
        {
            int k = Math.Min(Neighbors, group.Length - 1);
            double perRow = digamma[k] - digamma[group.Length];
            for (int i = 0; i < group.Length; i++)
            {
                StopIfAsked(i, context.Cancellation);
                sum += perRow - digamma[CountWithin(all, group[i], DistanceToNeighbor(group, i, k))];
            }
        }
        return rows == 0 ? 0 : Math.Max(0, digamma[rows] + sum / rows);
    }

    /// <summary>Between two numbers. About O(n^1.5) where at least one of them has few equal values.</summary>
    internal static double OfNumbers(double[] first, double[] second, in ScoringContext context)
    {
        var random = new Random(context.Seed);
        double[] x = Separate(first, random),
            y = Separate(second, random);
        if (x.Length <= Neighbors)
            return 0;
        // The search walks outwards along the first axis, so that axis should be the one with fewer equal values.
        if (first.Distinct().Count() < second.Distinct().Count())
            (x, y) = (y, x);
        double[] sortedX = [.. x];
        double[] alongX = [.. y];
        Array.Sort(sortedX, alongX);
        double[] sortedY = [.. y];
        Array.Sort(sortedY);
        double[] digamma = DigammaTable(x.Length);
        double sum = 0;
        for (int i = 0; i < sortedX.Length; i++)
        {
            StopIfAsked(i, context.Cancellation);
            double distance = DistanceInPlane(sortedX, alongX, i);
            sum += digamma[CountWithin(sortedX, sortedX[i], distance)] + digamma[CountWithin(sortedY, alongX[i], distance)];
        }
        return Math.Max(0, digamma[x.Length] + digamma[Neighbors] - sum / x.Length);
    }

    /// <summary>ψ(n) of the whole numbers up to a greatest one: ψ(1) = −γ, ψ(n + 1) = ψ(n) + 1/n. Entry 0 is not used.</summary>
    private static double[] DigammaTable(int greatest)
    {
        var table = new double[Math.Max(greatest, Neighbors) + 1];
        table[1] = -Constants.EulerMascheroni;
        for (int n = 1; n < table.Length - 1; n++)
            table[n + 1] = table[n] + 1.0 / n;
        return table;
    }

    private static void StopIfAsked(int row, CancellationToken cancellation)
    {
        if (row % RowsBetweenChecks == 0)
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Divides by the standard deviation and separates equal values by noise.</summary>
    private static double[] Separate(double[] values, Random random)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        double scale = deviation > 0 ? 1 / deviation : 1;
        double size = 1e-10 * Math.Max(1, values.Average(Math.Abs) * scale);
        return [.. values.Select(v => v * scale + size * Normal(random))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>The distance from one of sorted values to its k-th neighbour.</summary>
    private static double DistanceToNeighbor(double[] sorted, int index, int k)
    {
        int low = index,
            high = index;
        double distance = 0;
        for (int found = 0; found < k; found++)
        {
            double toLow = low > 0 ? sorted[index] - sorted[low - 1] : double.PositiveInfinity;
            double toHigh = high < sorted.Length - 1 ? sorted[high + 1] - sorted[index] : double.PositiveInfinity;
            distance = Math.Min(toLow, toHigh);
            if (toLow <= toHigh)
                low--;
            else
                high++;
        }
        return distance;
    }

    /// <summary>
    /// The distance (the greater of the two axes' distances) of a point to its k-th neighbour; points are sorted by their first axis.
    /// </summary>
    private static double DistanceInPlane(double[] x, double[] y, int index)
    {
        Span<double> nearest = stackalloc double[Neighbors];
        nearest.Fill(double.PositiveInfinity);
        int low = index - 1,
            high = index + 1;
        while (low >= 0 || high < x.Length)
        {
            double toLow = low >= 0 ? x[index] - x[low] : double.PositiveInfinity;
            double toHigh = high < x.Length ? x[high] - x[index] : double.PositiveInfinity;
            double along = Math.Min(toLow, toHigh);
            if (along >= nearest[^1])
                break;
            int other = toLow <= toHigh ? low-- : high++;
            Insert(nearest, Math.Max(along, Math.Abs(y[index] - y[other])));
        }
        return nearest[^1];
    }

    private static void Insert(Span<double> ascending, double value)
    {
        if (value >= ascending[^1])
            return;
        int i = ascending.Length - 1;
        for (; i > 0 && ascending[i - 1] > value; i--)
            ascending[i] = ascending[i - 1];
        ascending[i] = value;
    }

    /// <summary>How many of the sorted values are nearer than the distance; the centre itself counts, so it is at least 1.</summary>
    /// <remarks>
    /// Compares differences, as the distance was made: the neighbour that gave it must not count, and a limit would be rounded.
    /// </remarks>
    private static int CountWithin(double[] sorted, double center, double distance)
    {
        return Math.Max(1, FirstAbove(sorted, center, distance) - FirstWithin(sorted, center, distance));
    }

    /// <summary>The index of the first value that is less than the distance below the centre, or above it.</summary>
    private static int FirstWithin(double[] sorted, double center, double distance)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (center - sorted[middle] < distance)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>The index of the first value that is at least the distance above the centre.</summary>
    private static int FirstAbove(double[] sorted, double center, double distance)
    {
        int low = 0,
            high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] - center >= distance)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
