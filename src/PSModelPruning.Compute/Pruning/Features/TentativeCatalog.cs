using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Lists what becomes of features that all-relevant selection has neither confirmed nor rejected in the end.</summary>
internal sealed class TentativeCatalog : ICatalog
{
    internal const string Compare = "Compare";
    internal const string Keep = "Keep";
    internal const string Drop = "Drop";

    /// <inheritdoc/>
    public static string Family => "treatment of undecided features";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Compare, "Those stay whose median importance is above the median of the best shadow's."),
        new(Keep, "They stay."),
        new(Drop, "They go."),
    ];
}
