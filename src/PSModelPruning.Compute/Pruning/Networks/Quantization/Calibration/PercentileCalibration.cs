namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// From the (100 − p)th to the pth percentile; 100 is the whole range. Wu et al., "Integer Quantization for Deep Learning Inference:
/// Principles and Empirical Evaluation", 2020, section 3.3.
/// </summary>
internal sealed class PercentileCalibration : CalibrationMethod
{
    internal const string MethodName = "Percentile";
    private const double UsualPercentile = 99.99;

    internal override string Name => MethodName;

    internal override string Description => "Leaves out the rarest activations at either end: keeps 99.99 of 100, or another percentile";

    internal override ActivationScale Choose(ActivationHistogram histogram, QuantizationOptions options) =>
        Scale(histogram, options.Percentile ?? UsualPercentile);

    private static ActivationScale Scale(ActivationHistogram histogram, double percentile) =>
        ActivationScale.ForRange(histogram.Quantile(1 - percentile / 100), histogram.Quantile(percentile / 100));
}
