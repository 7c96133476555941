using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Lists the methods that remove input features. To add one, add its class and a line here.</summary>
internal sealed class FeatureMethodCatalog : ICatalog
{
    private FeatureMethodCatalog() { }

    /// <inheritdoc/>
    public static string Family => "method for features";

    /// <summary>Every method.</summary>
    internal static IReadOnlyList<FeatureMethod> All { get; } =
    [new FilterMethod(), new RecursiveEliminationMethod(), new AllRelevantMethod(), new GroupedPermutationMethod()];

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(method => new CatalogEntry(method.Name, method.Description))];

    /// <summary>Whether a name is that of a method that removes features, without regard to case.</summary>
    internal static bool Has(string? name) => All.Any(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The method of a name, without regard to case; null takes the filter.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForFeatures</c>: the method removes something else.</exception>
    internal static FeatureMethod Get(string? name) =>
        name is null
            ? All[0]
            : All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw PruningErrors.MethodNotForFeatures(name);
}
