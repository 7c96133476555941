namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// From the (100 − p)th to the pth percentile; 100 is the whole range. Wu et al., "Integer Quantization for Deep Learning Inference:
/// Principles and Empirical Evaluation", 2020, section 3.3.
/// </summary>
internal sealed class PercentileCalibration : CalibrationMethod
{
    internal const string MethodName = "Percentile";

    internal override string Name => MethodName;

    internal override string Description => "Without the rarest activations at either end: keeps 99.99 of 100, or another percentile";

    internal override ActivationScale Choose(ActivationHistogram histogram, QuantizationOptions options) =>
        ActivationScale.ForRange(histogram.Quantile(1 - options.Percentile / 100), histogram.Quantile(options.Percentile / 100));
}
