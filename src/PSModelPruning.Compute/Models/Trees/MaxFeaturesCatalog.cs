using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Trees;

/// <summary>Lists the rules for how many inputs are looked at for a split; a number or a fraction is a rule too.</summary>
internal sealed class MaxFeaturesCatalog : ICatalog
{
    /// <inheritdoc/>
    public static string Family => "rule for the number of features";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new("All", "Every input."),
        new("Sqrt", "The square root of their number, the usual choice of forests for classes."),
        new("Log2", "The binary logarithm of their number."),
        new("Third", "A third of them, the usual choice of forests for numbers."),
    ];
}
