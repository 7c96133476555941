namespace PSModelPruning.Compute.Importance.Statistics;

/// <summary>The one-way analysis of variance of one column by the categories of another.</summary>
/// <param name="Between">The sum of squares between the groups' means.</param>
/// <param name="Within">The sum of squares about the groups' means.</param>
/// <param name="Groups">Groups that occur.</param>
/// <param name="Rows">All rows.</param>
/// <remarks>
/// Where both columns are categories the sums run over one indicator a category: CATANOVA, Light and Margolin (1971), JASA 66, 534–544.
/// </remarks>
internal readonly record struct SumsOfSquares(double Between, double Within, int Groups, int Rows)
{
    /// <summary>The F statistic: (between / (groups − 1)) / (within / (rows − groups)); 0 where nothing varies.</summary>
    internal double F =>
        Groups < 2 || Rows <= Groups || Between == 0 ? 0
        : Within == 0 ? double.PositiveInfinity
        : Between / (Groups - 1) / (Within / (Rows - Groups));

    /// <summary>The correlation ratio η: √(between / total), 0 to 1 (Pearson 1905). For two groups it is the point-biserial |r|.</summary>
    internal double CorrelationRatio => Between + Within == 0 ? 0 : Math.Sqrt(Between / (Between + Within));

    /// <summary>The analysis of a column by groups.</summary>
    internal static SumsOfSquares Of(FeatureColumn column, FeatureColumn groups)
    {
        int[] counts = groups.CodeCounts();
        (double between, double within) = column.IsCategory
            ? OfIndicators(column, groups, counts)
            : OfNumbers(column.Values, groups.Codes, counts);
        return new SumsOfSquares(between, within, counts.Count(n => n > 0), groups.Rows);
    }

    private static (double Between, double Within) OfNumbers(double[] values, int[] codes, int[] counts)
    {
        double mean = values.Average();
        var means = new double[counts.Length];
        for (int i = 0; i < values.Length; i++)
            means[codes[i]] += values[i] - mean;
        double between = 0;
        for (int g = 0; g < counts.Length; g++)
        {
            if (counts[g] == 0)
                continue;
            means[g] /= counts[g];
            between += counts[g] * means[g] * means[g];
        }
        double within = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double deviation = values[i] - mean - means[codes[i]];
            within += deviation * deviation;
        }
        return (between, within);
    }

    /// <summary>Of an indicator with k ones among n rows the sum of squares is k − k²/n; per group alike.</summary>
    private static (double Between, double Within) OfIndicators(FeatureColumn column, FeatureColumn groups, int[] groupCounts)
    {
        var together = new int[column.CodeCount, groups.CodeCount];
        for (int i = 0; i < column.Codes.Length; i++)
            together[column.Codes[i], groups.Codes[i]]++;
        double within = column.Rows;
        for (int c = 0; c < column.CodeCount; c++)
        {
            for (int g = 0; g < groupCounts.Length; g++)
            {
                if (groupCounts[g] > 0)
                    within -= (double)together[c, g] * together[c, g] / groupCounts[g];
            }
        }
        double total = column.Rows - column.CodeCounts().Sum(n => (double)n * n / column.Rows);
        return (Math.Max(0, total - within), within);
    }
}
