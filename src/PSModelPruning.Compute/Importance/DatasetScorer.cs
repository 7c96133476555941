namespace PSModelPruning.Compute.Importance;

/// <summary>A method that scores each feature by itself, from the values of its column and the target alone.</summary>
internal abstract class DatasetScorer : FeatureScorer
{
    /// <summary>Whether a numeric target can be scored.</summary>
    internal virtual bool SupportsRegression => true;

    /// <summary>Scores one feature; higher is more important. Stateless, so features are scored at the same time.</summary>
    /// <param name="feature">The feature's values, <c>[rows]</c>.</param>
    /// <param name="target">The target's values, <c>[rows]</c>.</param>
    /// <param name="context">For methods that need random numbers or long.</param>
    internal abstract double Score(FeatureColumn feature, FeatureColumn target, in ScoringContext context);
}
