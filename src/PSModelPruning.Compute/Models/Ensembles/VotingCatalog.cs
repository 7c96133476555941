using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>
/// Lists how the outputs of an ensemble's members become one. To add one, add its <see cref="VotingRule"/> and a line here.
/// </summary>
internal sealed class VotingCatalog : ICatalog
{
    internal const string Soft = "Soft";
    internal const string Hard = "Hard";
    internal const string Stacked = "Stacked";

    /// <inheritdoc/>
    public static string Family => "kind of voting";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Soft, "The weighted mean of the members' class probabilities, or of their numbers."),
        new(
            Hard,
            "Each member votes for its most probable class; a class's probability is its share of the weighted votes. For classes only."
        ),
        new(
            Stacked,
            "A model fitted to the members' outputs combines them: logistic regression for classes (Wolpert 1992), non-negative least "
                + "squares for numbers (Breiman 1996)."
        ),
    ];

    /// <summary>The name as the catalog spells it.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>: there is none of that name.</exception>
    internal static string Canonical(string name) =>
        Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw CatalogErrors.VariantUnknown<VotingCatalog>(name);
}
