using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>Lists every way to begin the clusters of a codebook. To add one, add its class and a line here.</summary>
internal sealed class CodebookStartCatalog : ICatalog
{
    private static readonly CodebookStart[] Starts = [new LinearCodebookStart(), new DensityCodebookStart(), new RandomCodebookStart()];

    private CodebookStartCatalog() { }

    /// <inheritdoc/>
    public static string Family => "start of a codebook";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. Starts.Select(start => new CatalogEntry(start.Name, start.Description))];

    /// <summary>The start of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static CodebookStart Get(string name) =>
        Starts.FirstOrDefault(start => start.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<CodebookStartCatalog>(name);
}
