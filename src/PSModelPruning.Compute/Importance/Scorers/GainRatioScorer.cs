using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Information gain over the entropy of the split itself, 0 to 1, which takes away the advantage of many categories (Quinlan 1993, C4.5,
/// section 2.2). The threshold of a number is the one that gains most, without the penalty of later releases of C4.5 (Quinlan 1996).
/// </summary>
internal sealed class GainRatioScorer : DatasetScorer
{
    internal override string Name => "GainRatio";

    internal override string Description =>
        "Information gain divided by the entropy of the split, so many categories are no advantage. Classification.";

    internal override bool SupportsRegression => false;

    internal override double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context)
    {
        EntropySplit split = EntropySplit.Of(feature, target);
        return split.Information > 0 ? split.Gain / split.Information : 0;
    }
}
