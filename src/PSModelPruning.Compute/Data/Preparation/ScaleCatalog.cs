using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The ways to scale numbers.</summary>
internal sealed class ScaleCatalog : ICatalog
{
    private static readonly IReadOnlyList<ScaleMethod> All = [new StandardScale(), new MinMaxScale(), new RobustScale(), new NoScale()];

    public static string Family => "scaling";

    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. All.Select(method => method.Entry)];

    internal static ScaleMethod Find(string name) =>
        All.FirstOrDefault(method => method.Entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<ScaleCatalog>(name);
}
