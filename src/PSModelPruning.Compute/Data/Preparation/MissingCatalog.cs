using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The strategies for missing values.</summary>
internal sealed class MissingCatalog : ICatalog
{
    /// <summary>The strategy where none is told.</summary>
    internal const string Default = "Mean";

    private static readonly IReadOnlyList<MissingStrategy> All =
    [
        new MeanStrategy(),
        new MedianStrategy(),
        new ModeStrategy(),
        new ZeroStrategy(),
        new DropStrategy(),
        new ErrorStrategy(),
        new KeepStrategy(),
        new ExcludeEmptyStrategy(),
    ];

    public static string Family => "strategy for missing values";

    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. All.Select(strategy => strategy.Entry)];

    internal static MissingStrategy Find(string name) =>
        All.FirstOrDefault(strategy => strategy.Entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<MissingCatalog>(name);
}
