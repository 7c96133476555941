using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Lists how cross-validation chooses a point of a path.</summary>
internal sealed class SelectionRuleCatalog : ICatalog
{
    internal const string Minimum = "Minimum";
    internal const string OneStandardError = "OneStandardError";

    /// <inheritdoc/>
    public static string Family => "selection rule";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Minimum, "The point with the least cross-validated error."),
        new(
            OneStandardError,
            "The simplest point whose cross-validated error is within one standard error of the least (Breiman et al. 1984)."
        ),
    ];
}
