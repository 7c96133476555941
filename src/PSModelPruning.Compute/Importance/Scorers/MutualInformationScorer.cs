using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Mutual information of feature and target in nats: exact from counts for two categories, by nearest neighbours where one or both are
/// numbers (see <see cref="NearestNeighborInformation"/>). Finds dependence of any form; 0 for independence.
/// </summary>
internal sealed class MutualInformationScorer : DatasetScorer
{
    internal override string Name => "MutualInformation";

    internal override string Description => "Nats of information that feature and target share, whatever the form of the dependence.";

    internal override double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context) =>
        (feature.IsCategory, target.IsCategory) switch
        {
            (true, true) => new ContingencyTable(feature, target).MutualInformation(),
            (false, true) => NearestNeighborInformation.OfNumberAndCategory(feature.Values, target, context),
            (true, false) => NearestNeighborInformation.OfNumberAndCategory(target.Values, feature, context),
            (false, false) => NearestNeighborInformation.OfNumbers(feature.Values, target.Values, context),
        };
}
