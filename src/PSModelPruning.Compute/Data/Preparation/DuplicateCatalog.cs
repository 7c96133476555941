using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>What is done about rows that are equal in every column.</summary>
internal sealed class DuplicateCatalog : ICatalog
{
    internal const string Keep = "Keep";
    internal const string Drop = "Drop";

    public static string Family => "treatment of duplicates";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [new(Keep, "Equal rows stay"), new(Drop, "Only the first of equal rows stays")];
}
