namespace PSModelPruning.Compute.Importance;

/// <summary>The score of one feature.</summary>
/// <param name="Importance">Higher is more important.</param>
/// <param name="StandardDeviation">Over repeats; NaN without.</param>
internal readonly record struct FeatureScore(double Importance, double StandardDeviation = double.NaN);
