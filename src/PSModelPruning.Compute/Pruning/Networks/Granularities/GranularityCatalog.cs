using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>Lists every granularity. To add one, add its class and a line here.</summary>
internal sealed class GranularityCatalog : ICatalog
{
    /// <summary>The variants themselves.</summary>
    internal static IReadOnlyList<PruningGranularity> All { get; } =
    [
        new ElementGranularity(),
        new PatternGranularity(),
        new BlockGranularity(),
        new ChannelGranularity("Channel", "channel"),
        new ChannelGranularity("Neuron", "neuron"),
        new LayerGranularity(),
        new HeadGranularity(),
        new EmbeddingRowGranularity(),
    ];

    private GranularityCatalog() { }

    /// <inheritdoc/>
    public static string Family => "granularity";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(granularity => new CatalogEntry(granularity.Name, granularity.Description))];

    /// <summary>The granularity of this name, ignoring case, or null.</summary>
    internal static PruningGranularity? Find(string name) =>
        All.FirstOrDefault(granularity => granularity.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The granularity that reads a parameter, or null.</summary>
    internal static PruningGranularity? Reading(string parameter) =>
        All.FirstOrDefault(granularity => granularity.Reads.Contains(parameter));

    /// <summary>The granularity of a name, without regard to case.</summary>
    internal static PruningGranularity Get(string name) =>
        All.FirstOrDefault(granularity => granularity.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<GranularityCatalog>(name);
}
