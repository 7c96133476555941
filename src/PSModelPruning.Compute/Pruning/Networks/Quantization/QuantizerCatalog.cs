using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>Lists every scheme. To add one, add its class and a line here.</summary>
internal sealed class QuantizerCatalog : ICatalog
{
    private static readonly Quantizer[] Quantizers =
    [
        new Int8Quantizer(),
        new Int4Quantizer(),
        new Float16Quantizer(),
        new BFloat16Quantizer(),
        new CodebookQuantizer(),
    ];

    private QuantizerCatalog() { }

    /// <inheritdoc/>
    public static string Family => "quantization scheme";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. Quantizers.Select(quantizer => new CatalogEntry(quantizer.Name, quantizer.Description))];

    /// <summary>All schemes.</summary>
    internal static IReadOnlyList<Quantizer> All => Quantizers;

    /// <summary>The scheme of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static Quantizer Get(string name) =>
        Quantizers.FirstOrDefault(quantizer => quantizer.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<QuantizerCatalog>(name);
}
