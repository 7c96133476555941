namespace PSModelPruning.Compute.Importance.Statistics;

/// <summary>What a test on one feature tells about the class.</summary>
/// <param name="Gain">How much the entropy of the classes falls, in bits.</param>
/// <param name="Information">The entropy of the test's own outcomes, in bits.</param>
/// <remarks>
/// A category is a test with an outcome a category. A number is the test "at most t" with the threshold t, halfway between two neighbouring
/// values, that gains most, as in Quinlan (1993), C4.5: Programs for Machine Learning, sections 2.2 and 2.4. O(n log n).
/// </remarks>
internal readonly record struct EntropySplit(double Gain, double Information)
{
    private static readonly double BitsPerNat = 1 / Math.Log(2);

    /// <summary>The test on a feature.</summary>
    internal static EntropySplit Of(FeatureColumn feature, FeatureColumn target)
    {
        if (!feature.IsCategory)
            return BestThreshold(feature.Values, target);
        var table = new ContingencyTable(feature, target);
        return new EntropySplit(table.MutualInformation() * BitsPerNat, table.RowEntropy() * BitsPerNat);
    }

    private static EntropySplit BestThreshold(double[] values, FeatureColumn target)
    {
        double[] sorted = [.. values];
        int[] labels = [.. target.Codes];
        Array.Sort(sorted, labels);
        int total = labels.Length;
        int[] below = new int[target.CodeCount],
            above = target.CodeCounts();
        // n · H = n·log n − Σ n_c·log n_c; both sums are carried along as rows pass from above the threshold to below it.
        double sumBelow = 0,
            sumAbove = above.Sum(TimesLog),
            all = TimesLog(total) - sumAbove;
        double best = 0;
        int bestBelow = 0;
        for (int i = 0; i < total - 1; i++)
        {
            int label = labels[i];
            sumBelow += TimesLog(below[label] + 1) - TimesLog(below[label]);
            sumAbove += TimesLog(above[label] - 1) - TimesLog(above[label]);
            below[label]++;
            above[label]--;
            if (sorted[i] == sorted[i + 1])
                continue;
            int countBelow = i + 1;
            double gain = all - (TimesLog(countBelow) - sumBelow) - (TimesLog(total - countBelow) - sumAbove);
            if (gain > best)
            {
                best = gain;
                bestBelow = countBelow;
            }
        }
        double information = (TimesLog(total) - TimesLog(bestBelow) - TimesLog(total - bestBelow)) / total;
        return new EntropySplit(best / total, information);
    }

    private static double TimesLog(int n) => n <= 1 ? 0 : n * Math.Log2(n);
}
