using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Lists how the level of significance is shared among the features that are tested at once.</summary>
internal sealed class CorrectionCatalog : ICatalog
{
    internal const string Bonferroni = "Bonferroni";
    internal const string FalseDiscoveryRate = "FalseDiscoveryRate";

    /// <inheritdoc/>
    public static string Family => "correction for many tests";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Bonferroni, "Every probability is multiplied by the number of tests: hardly ever one false decision, but slow to decide."),
        new(FalseDiscoveryRate, "Bounds the fraction of false decisions (Benjamini and Hochberg 1995): decides sooner with many features."),
    ];
}
