using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training;

/// <summary>Lists the devices that tensors can be computed on.</summary>
internal sealed class DeviceCatalog : ICatalog
{
    /// <inheritdoc/>
    public static string Family => "device";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [new("cpu", "The processor, with all its cores unless you specify fewer threads.")];

    /// <summary>Makes sure that a device can be computed on.</summary>
    /// <exception cref="ComputeException"><c>DeviceUnavailable</c>.</exception>
    internal static void Require(string device)
    {
        if (!Entries.Any(entry => entry.Name.Equals(device, StringComparison.OrdinalIgnoreCase)))
            throw TrainingErrors.DeviceUnavailable(device);
    }
}
