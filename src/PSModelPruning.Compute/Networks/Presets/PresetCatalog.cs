using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>Lists the networks that are known by name. To add one, add its class and a line here.</summary>
internal sealed class PresetCatalog : ICatalog
{
    /// <summary>Every preset.</summary>
    internal static IReadOnlyList<Preset> All { get; } =
    [
        new MlpPreset(),
        new LinearPreset(),
        new LeNet300Preset(),
        new LeNet5Preset(),
        new ConvNetPreset(),
        new VggPreset(),
        new ResNetPreset(3),
        new ResNetPreset(5),
        new ResNetPreset(9),
    ];

    public static string Family => "preset";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(preset => new CatalogEntry(preset.Name, preset.Description))];

    /// <summary>The preset of a name, in any case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static Preset Get(string name) =>
        All.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<PresetCatalog>(name);
}
