using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>How the classes of the training partition are brought to the same number of rows.</summary>
internal sealed class BalanceCatalog : ICatalog
{
    internal const string None = "None";
    internal const string Oversample = "Oversample";
    internal const string Undersample = "Undersample";

    public static string Family => "balancing";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(None, "Classes stay as they are"),
        new(Oversample, "Rows of smaller classes are repeated until all are as large as the largest"),
        new(Undersample, "Rows of larger classes are left out until all are as small as the smallest"),
    ];
}
