using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Pearson's χ² between feature and class. A category's is that of its contingency table; a number that is a count or an amount, at least
/// 0, is taken as that many occurrences, whose sum a class is compared with the class's share of rows (Liu and Setiono 1995; the reading of
/// counts is that of text classification).
/// </summary>
internal sealed class ChiSquareScorer : DatasetScorer
{
    // Scaling to float32 and back may leave a zero slightly below zero.
    private const double RoundingError = 1e-5;

    internal override string Name => "ChiSquare";

    internal override string Description =>
        "Pearson's statistic between the class and categories or amounts of at least 0. Classification.";

    internal override bool SupportsRegression => false;

    internal override double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context) =>
        feature.IsCategory ? new ContingencyTable(feature, target).ChiSquare() : OfAmounts(feature, target);

    private static double OfAmounts(FeatureColumn feature, FeatureColumn target)
    {
        double least = feature.Values.Min();
        if (least < -RoundingError * Math.Max(1, feature.Values.Max(Math.Abs)))
            throw ImportanceErrors.NegativeAmount(feature.Name, least);
        int[] counts = target.CodeCounts();
        var observed = new double[counts.Length];
        for (int i = 0; i < feature.Values.Length; i++)
            observed[target.Codes[i]] += Math.Max(0, feature.Values[i]);
        double total = observed.Sum();
        if (total == 0)
            return 0;
        double statistic = 0;
        for (int c = 0; c < counts.Length; c++)
        {
            double expected = total * counts[c] / feature.Rows;
            if (expected > 0)
                statistic += (observed[c] - expected) * (observed[c] - expected) / expected;
        }
        return statistic;
    }
}
