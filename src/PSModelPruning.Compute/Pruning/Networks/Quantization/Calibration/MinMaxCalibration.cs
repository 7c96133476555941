namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>From the least to the greatest value that was seen: nothing is clipped, and one outlier makes every step coarse.</summary>
internal sealed class MinMaxCalibration : CalibrationMethod
{
    internal override string Name => "MinMax";

    internal override string Description => "From the smallest to the largest observed activation";

    internal override ActivationScale Choose(ActivationHistogram histogram, QuantizationOptions options) =>
        ActivationScale.ForRange(histogram.Least, histogram.Greatest);
}
