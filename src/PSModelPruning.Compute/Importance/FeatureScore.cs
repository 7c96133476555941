namespace PSModelPruning.Compute.Importance;

/// <summary>The score of one feature.</summary>
/// <param name="Importance">Higher is more important.</param>
/// <param name="StandardDeviation">Over repeats; NaN without.</param>
internal readonly record struct FeatureScore(double Importance, double StandardDeviation = double.NaN)
{
    /// <summary>The group that was scored as one, from 1; 0 where features are scored by themselves.</summary>
    public int Group { get; init; }
}
