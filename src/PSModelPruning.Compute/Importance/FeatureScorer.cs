namespace PSModelPruning.Compute.Importance;

/// <summary>A method that tells how much each feature matters. Listed in <see cref="ScorerCatalog"/>.</summary>
internal abstract class FeatureScorer
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    internal abstract string Description { get; }

    /// <summary>
    /// The options of measuring importance that the method reads, beside those that say what is ranked, and by which method and
    /// seed.
    /// </summary>
    internal virtual IReadOnlyList<string> Parameters => OfRows;

    /// <summary>Those that say which rows are looked at.</summary>
    protected static IReadOnlyList<string> OfRows { get; } = ["Partition", "SampleFraction"];
}
