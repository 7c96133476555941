using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// Symmetric whole numbers: w ≈ s · clamp(round(w / s), −m, m) with m = 2^(bits−1) − 1, ties to even, a scale s for each group of
/// neighbouring weights of an output channel.
/// </summary>
/// <param name="bits">8 or 4.</param>
internal abstract class IntegerQuantizer(int bits) : Quantizer
{
    private readonly int _most = (1 << (bits - 1)) - 1;

    /// <summary>The greatest code.</summary>
    private protected int Most => _most;

    /// <summary>Weights of a group; 0 for all of an output channel.</summary>
    private protected abstract int GroupSize(QuantizationOptions options);

    /// <summary>The scale of a group whose greatest absolute value is above 0.</summary>
    private protected abstract float Scale(ReadOnlySpan<float> group, float greatest);

    internal override WeightEncoding Fit(ReadOnlySpan<float> weights, WeightLayout layout, QuantizationOptions options, int seed)
    {
        int groupSize = GroupSize(options),
            size = groupSize == 0 ? Math.Max(1, layout.EntrySize) : groupSize;
        var scales = new List<float>();
        float[] entry = new float[layout.EntrySize];
        for (int index = 0; index < layout.Entries; index++)
        {
            layout.Gather(weights, index, entry);
            for (int first = 0; first < entry.Length; first += size)
            {
                ReadOnlySpan<float> group = entry.AsSpan(first, Math.Min(size, entry.Length - first));
                float greatest = 0;
                foreach (float weight in group)
                    greatest = Math.Max(greatest, Math.Abs(weight));
                scales.Add(Possible(greatest == 0 ? 1 : Scale(group, greatest)));
            }
        }
        return new IntegerEncoding(bits, layout.Axis, groupSize, scales.ToArray());
    }

    /// <summary>The scale at the ends of float32's range: above 0, and with finite multiples.</summary>
    private float Possible(float scale) =>
        scale == 0 ? float.Epsilon
        : float.IsFinite(scale * _most) ? scale
        : MathF.BitDecrement(scale);

    internal override void Round(WeightEncoding encoding, ReadOnlySpan<float> weights, WeightLayout layout, Span<float> result)
    {
        var integer = (IntegerEncoding)encoding;
        int size = integer.GroupSize == 0 ? Math.Max(1, layout.EntrySize) : integer.GroupSize;
        float[] entry = new float[layout.EntrySize];
        for (int index = 0, group = 0; index < layout.Entries; index++)
        {
            layout.Gather(weights, index, entry);
            for (int first = 0; first < entry.Length; first += size, group++)
                Round(entry.AsSpan(first, Math.Min(size, entry.Length - first)), integer.Scales[group], _most);
            layout.Scatter(entry, index, result);
        }
    }

    /// <summary>Rounds numbers to multiples of a scale, in place.</summary>
    internal static void Round(Span<float> numbers, float scale, int most)
    {
        for (int i = 0; i < numbers.Length; i++)
            // Adding 0 makes a negative zero positive: zero is one number.
            numbers[i] = Math.Clamp(MathF.Round(numbers[i] / scale), -most, most) * scale + 0f;
    }

    /// <summary>The sum of squared differences between numbers and the multiples of a scale nearest to them.</summary>
    internal static double SquaredError(ReadOnlySpan<float> numbers, float scale, int most)
    {
        double sum = 0;
        foreach (float number in numbers)
        {
            double difference = number - Math.Clamp(MathF.Round(number / scale), -most, most) * scale;
            sum += difference * difference;
        }
        return sum;
    }
}
