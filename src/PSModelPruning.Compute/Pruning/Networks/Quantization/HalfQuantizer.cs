using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>16-bit floating point, ties to even; every parameter, biases and statistics too. Computation stays in float32.</summary>
internal abstract class HalfQuantizer : Quantizer
{
    internal override bool EncodesEverything => true;

    /// <summary>The representable number nearest to one; infinite where it is too great.</summary>
    internal abstract float Nearest(float number);

    private protected abstract HalfEncoding Encoding { get; }

    internal override WeightEncoding Fit(ReadOnlySpan<float> weights, WeightLayout layout, QuantizationOptions options, int seed)
    {
        foreach (float weight in weights)
        {
            if (float.IsInfinity(Nearest(weight)))
                throw QuantizationErrors.NumberNotRepresentable(Name, weight);
        }
        return Encoding;
    }

    internal override void Round(WeightEncoding encoding, ReadOnlySpan<float> weights, WeightLayout layout, Span<float> result)
    {
        for (int i = 0; i < weights.Length; i++)
            // Adding 0 makes a negative zero positive: zero is one number.
            result[i] = Nearest(weights[i]) + 0f;
    }
}
