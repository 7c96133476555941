namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// 8-bit whole numbers: weights symmetric with a scale for each output channel, s = max|w| / 127, so that no weight is clipped; activations
/// of 8 bits with one scale and zero point for each tensor, from calibration. Jacob et al., "Quantization and Training of Neural Networks
/// for Efficient Integer-Arithmetic-Only Inference", 2018; Krishnamoorthi 2018.
/// </summary>
internal sealed class Int8Quantizer() : IntegerQuantizer(8)
{
    internal override string Name => "Int8";

    internal override string Description => "Weights of 8 bits, one scale per output channel; activations of 8 bits with calibrated ranges";

    internal override IReadOnlyList<string> Reads => [nameof(QuantizationOptions.Calibration), nameof(QuantizationOptions.Percentile)];

    internal override bool QuantizesActivations => true;

    private protected override int GroupSize(QuantizationOptions options) => 0;

    private protected override float Scale(ReadOnlySpan<float> group, float greatest) => greatest / Most;
}
