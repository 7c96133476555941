using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>How to decide which input features go. Names of variants are those of the catalogs.</summary>
internal sealed record FeatureOptions
{
    /// <summary>A name of the catalog of feature scorers; null takes the method's own choice.</summary>
    [Option("The method that scores the features.")]
    [OptionName<ScorerCatalog>]
    public string? Scorer { get; init; }

    /// <summary>
    /// The fraction of the features that are left that goes in a step of recursive elimination, above 0 to below 1; at least one goes. Null
    /// is 0.1.
    /// </summary>
    [Option("The fraction of the remaining features to remove in each step of recursive elimination.")]
    [OptionRange(0.0001, 0.9)]
    public double? StepFraction { get; init; }

    /// <summary>The most forests that all-relevant selection grows; null is 100.</summary>
    [Option("The maximum number of forests that all-relevant selection grows.")]
    [OptionRange(5, 10_000)]
    public int? Rounds { get; init; }

    /// <summary>The level of its tests, above 0 to below 1; null is 0.01.</summary>
    [Option("The level of the tests of all-relevant selection.")]
    [OptionRange(1e-9, 0.5)]
    public double? Significance { get; init; }

    /// <summary>How the level is shared among many tests, see <see cref="CorrectionCatalog"/>; null is Bonferroni.</summary>
    [Option("How that level is corrected for many tests.")]
    [OptionName<CorrectionCatalog>]
    public string? Correction { get; init; }

    /// <summary>What becomes of features that stay undecided, see <see cref="TentativeCatalog"/>; null is Compare.</summary>
    [Option("What happens to features that stay undecided.")]
    [OptionName<TentativeCatalog>]
    public string? Tentative { get; init; }

    /// <summary>Features whose rank correlation is at least this on average are one group, above 0 to 1; null is 0.7.</summary>
    [Option("Features whose mean rank correlation is at least this value form a group.")]
    [OptionRange(0.01, 1)]
    public double? CorrelationThreshold { get; init; }
}
