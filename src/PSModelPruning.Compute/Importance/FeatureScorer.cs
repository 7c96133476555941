namespace PSModelPruning.Compute.Importance;

/// <summary>A method that tells how much each feature matters. Listed in <see cref="ScorerCatalog"/>.</summary>
internal abstract class FeatureScorer
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    internal abstract string Description { get; }
}
