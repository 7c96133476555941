using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>Lists the distances between rows.</summary>
internal sealed class DistanceCatalog : ICatalog
{
    /// <inheritdoc/>
    public static string Family => "distance";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new("Euclidean", "The root of the sum of squared differences."),
        new("Manhattan", "The sum of absolute differences."),
        new("Cosine", "1 less the cosine of the angle between the rows."),
    ];
}
