namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// How a range becomes whole numbers 0 … 255: q = clamp(round(x / scale) + zero point, 0, 255), x ≈ (q − zero point) · scale. The range is
/// widened to hold 0, which is then exact, so that padding and dead channels stay zeros (Jacob et al. 2018, equation 1).
/// </summary>
/// <param name="Scale">The real distance of neighbouring whole numbers, above 0.</param>
/// <param name="ZeroPoint">The whole number that stands for 0.</param>
internal readonly record struct ActivationScale(float Scale, int ZeroPoint)
{
    private const int Most = byte.MaxValue;

    /// <summary>The scale of a range.</summary>
    internal static ActivationScale ForRange(double least, double greatest)
    {
        (least, greatest) = (Math.Min(least, 0), Math.Max(greatest, 0));
        float scale = (float)((greatest - least) / Most);
        return scale > 0 && float.IsFinite(scale) ? new(scale, (int)Math.Clamp(Math.Round(-least / scale), 0, Most)) : new(1, 0);
    }

    /// <summary>The number that a value becomes.</summary>
    internal double Nearest(double value) => (Math.Clamp(Math.Round(value / Scale) + ZeroPoint, 0, Most) - ZeroPoint) * Scale;

    /// <summary>The mean of the squared differences over a distribution.</summary>
    internal double SquaredError(IReadOnlyList<(long Count, double Mean)> bins)
    {
        double sum = 0,
            count = 0;
        foreach ((long values, double mean) in bins)
        {
            double difference = mean - Nearest(mean);
            sum += values * difference * difference;
            count += values;
        }
        return count == 0 ? 0 : sum / count;
    }
}
