using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// How many bits the feature tells about the class: H(class) − H(class | feature), where a number is split at its best threshold
/// (Quinlan 1986, "Induction of decision trees", Machine Learning 1, 81–106). Favours features with many categories.
/// </summary>
internal sealed class InformationGainScorer : DatasetScorer
{
    internal override string Name => "InformationGain";

    internal override string Description =>
        "Bits of information about the class; numbers are split at their best threshold. Classification.";

    internal override bool SupportsRegression => false;

    internal override double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context) =>
        EntropySplit.Of(feature, target).Gain;
}
