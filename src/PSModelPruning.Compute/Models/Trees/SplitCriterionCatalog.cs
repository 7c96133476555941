using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Trees;

/// <summary>Lists what a split of a tree makes smaller.</summary>
internal sealed class SplitCriterionCatalog : ICatalog
{
    /// <inheritdoc/>
    public static string Family => "split criterion";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new("Gini", "Gini impurity: the chance that two rows of a node differ in class (Breiman et al. 1984)."),
        new("Entropy", "Information gain in bits."),
        new("GainRatio", "Information gain over the information of the split itself, as in C4.5 (Quinlan 1993)."),
        new("SquaredError", "Variance of a numeric target."),
        new("AbsoluteError", "Mean absolute deviation of a numeric target from its median."),
    ];
}
