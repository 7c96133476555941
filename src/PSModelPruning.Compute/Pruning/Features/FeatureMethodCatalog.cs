using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Lists the methods that remove input features. To add one, add its class and a line here.</summary>
internal static class FeatureMethodCatalog
{
    private static readonly FeatureMethod[] Methods =
    [
        new FilterMethod(),
        new RecursiveEliminationMethod(),
        new AllRelevantMethod(),
        new GroupedPermutationMethod(),
    ];

    internal static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. Methods.Select(method => new CatalogEntry(method.Name, method.Description))];

    /// <summary>Whether a name is that of a method that removes features, without regard to case.</summary>
    internal static bool Has(string? name) => Methods.Any(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The method of a name, without regard to case; null takes the filter.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForFeatures</c>: the method removes something else.</exception>
    internal static FeatureMethod Get(string? name) =>
        name is null
            ? Methods[0]
            : Methods.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw PruningErrors.MethodNotForFeatures(name);
}
