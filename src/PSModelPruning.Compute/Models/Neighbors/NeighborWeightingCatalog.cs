using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>Lists how the votes of neighbours weigh.</summary>
internal sealed class NeighborWeightingCatalog : ICatalog
{
    /// <inheritdoc/>
    public static string Family => "weighting of neighbours";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new("Uniform", "Every neighbour has one vote."),
        new("Distance", "A vote weighs the inverse of the distance; a neighbour at distance 0 outvotes all others."),
    ];
}
