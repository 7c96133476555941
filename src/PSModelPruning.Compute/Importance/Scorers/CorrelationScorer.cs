using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// The strength of the association, 0 to 1: |r| of Pearson for two numbers; the correlation ratio η for a number and a category, which for
/// two classes is the point-biserial |r|; Cramér's V (1946) for two categories.
/// </summary>
internal sealed class CorrelationScorer : DatasetScorer
{
    internal override string Name => "Correlation";

    internal override string Description =>
        "Strength of the association, 0 to 1: Pearson's |r|, the correlation ratio for classes, Cramér's V for categories.";

    internal override double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context) =>
        (feature.IsCategory, target.IsCategory) switch
        {
            (true, true) => CramersV(new ContingencyTable(feature, target)),
            (false, true) => SumsOfSquares.Of(feature, target).CorrelationRatio,
            (true, false) => SumsOfSquares.Of(target, feature).CorrelationRatio,
            (false, false) => Math.Abs(Pearson.Correlation(feature.Values, target.Values)),
        };

    private static double CramersV(ContingencyTable table)
    {
        int smaller = Math.Min(table.RowCategories, table.ColumnCategories);
        return smaller < 2 ? 0 : Math.Sqrt(table.ChiSquare() / (table.Total * (smaller - 1.0)));
    }
}
