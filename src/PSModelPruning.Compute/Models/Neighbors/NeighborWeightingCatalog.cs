using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>Lists how the votes of neighbours weigh.</summary>
internal sealed class NeighborWeightingCatalog : ICatalog
{
    internal const string Uniform = "Uniform";
    internal const string Distance = "Distance";

    /// <inheritdoc/>
    public static string Family => "weighting of neighbours";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Uniform, "Every neighbour has one vote."),
        new(Distance, "A vote weighs the inverse of the distance; a neighbour at distance 0 outvotes all others."),
    ];

    /// <summary>The name as it is listed, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static string Get(string name) =>
        Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw CatalogErrors.VariantUnknown<NeighborWeightingCatalog>(name);
}
