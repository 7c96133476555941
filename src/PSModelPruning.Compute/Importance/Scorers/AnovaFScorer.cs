using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// The F statistic of the one-way analysis of variance (Fisher 1925): of the feature by class, of a numeric target by category, or, for two
/// numbers, of the regression line, F = r² / (1 − r²) · (n − 2). Two categories: CATANOVA (Light and Margolin 1971).
/// </summary>
internal sealed class AnovaFScorer : DatasetScorer
{
    internal override string Name => "AnovaF";

    internal override string Description =>
        "F statistic of the analysis of variance between feature and target; sees differences of means and straight lines.";

    internal override double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context)
    {
        if (target.IsCategory)
            return SumsOfSquares.Of(feature, target).F;
        if (feature.IsCategory)
            return SumsOfSquares.Of(target, feature).F;
        double r = Pearson.Correlation(feature.Values, target.Values);
        return r * r / (1 - r * r) * (feature.Rows - 2);
    }
}
