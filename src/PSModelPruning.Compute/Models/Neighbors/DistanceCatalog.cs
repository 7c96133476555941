using PSModelPruning.Compute.Models.Neighbors.Distances;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>Lists the distances between rows. To add one, add its class under <c>Distances/</c> and a line here.</summary>
internal sealed class DistanceCatalog : ICatalog
{
    private static readonly RowDistance[] Distances = [new EuclideanDistance(), new ManhattanDistance(), new CosineDistance()];

    /// <inheritdoc/>
    public static string Family => "distance";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. Distances.Select(distance => new CatalogEntry(distance.Name, distance.Description))];

    /// <summary>The distance of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static RowDistance Get(string name) =>
        Distances.FirstOrDefault(distance => distance.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<DistanceCatalog>(name);
}
