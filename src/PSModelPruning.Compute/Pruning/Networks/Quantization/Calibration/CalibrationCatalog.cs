using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>Lists every way to find the ranges of activations. To add one, add its class and a line here.</summary>
internal sealed class CalibrationCatalog : ICatalog
{
    /// <summary>Activations stay float32.</summary>
    internal const string None = "None";

    private static readonly CalibrationMethod[] Methods =
    [
        new MinMaxCalibration(),
        new PercentileCalibration(),
        new MeanSquaredErrorCalibration(),
    ];

    private CalibrationCatalog() { }

    /// <inheritdoc/>
    public static string Family => "calibration";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        .. Methods.Select(method => new CatalogEntry(method.Name, method.Description)),
        new CatalogEntry(None, "Activations stay float32; only weights are quantized, and no data is needed"),
    ];

    /// <summary>What is used where nothing was said and there is data.</summary>
    internal static CalibrationMethod Default => Get("MeanSquaredError");

    /// <summary>The method of a name, without regard to case; not <see cref="None"/>.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static CalibrationMethod Get(string name) =>
        Methods.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<CalibrationCatalog>(name);
}
