namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// How the range of a tensor is chosen that 8 bits cover; what lies outside is clipped. Stateless; listed in
/// <see cref="CalibrationCatalog"/>.
/// </summary>
internal abstract class CalibrationMethod
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>The scale and zero point for values with a distribution.</summary>
    internal abstract ActivationScale Choose(ActivationHistogram histogram, QuantizationOptions options);
}
