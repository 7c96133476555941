namespace PSModelPruning.Compute;

/// <summary>How much one feature matters by one method.</summary>
/// <param name="Feature">The column's name.</param>
/// <param name="Importance">The score; its unit depends on the method.</param>
/// <param name="StandardDeviation">Over repeats; NaN for methods that do not repeat.</param>
/// <param name="Rank">1 for the most important.</param>
/// <param name="Method">The method that scored it.</param>
public sealed record FeatureImportance(string Feature, double Importance, double StandardDeviation, int Rank, string Method)
{
    /// <summary>
    /// The importance over that of the most important feature: 1 for that one; 0 where nothing matters; negative for a feature that harms.
    /// </summary>
    public double Relative { get; init; }

    /// <summary>The group of correlated features that was scored as one, from 1; 0 for methods that score each feature by itself.</summary>
    public int Group { get; init; }
}
