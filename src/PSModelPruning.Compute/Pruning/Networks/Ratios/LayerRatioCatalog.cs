using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>Lists every rule for per-layer sparsities that has a name. To add one, add its class and a line here.</summary>
internal sealed class LayerRatioCatalog : ICatalog
{
    private static readonly NamedRatios[] Rules = [new UniformRatios(), new UniformPlusRatios(), new ErkRatios()];

    private LayerRatioCatalog() { }

    /// <inheritdoc/>
    public static string Family => "rule of layer sparsities";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. Rules.Select(rule => new CatalogEntry(rule.Name, rule.Description))];

    /// <summary>The rule of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>: there is none.</exception>
    internal static LayerRatios Get(string name) =>
        Rules.FirstOrDefault(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<LayerRatioCatalog>(name);
}
