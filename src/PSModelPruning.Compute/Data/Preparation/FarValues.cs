namespace PSModelPruning.Compute.Data;

/// <summary>
/// Finds values so far from all others that scaling by them would leave nothing of the differences between the others: float32 keeps seven
/// digits. One 1e12 among numbers up to 300 is such a value; the long tail of incomes is not.
/// </summary>
internal static class FarValues
{
    /// <summary>How many interquartile ranges the divisor of a scale may be.</summary>
    private const double LargestRatio = 10_000;

    /// <summary>How many interquartile ranges from the median are left.</summary>
    private const double Reach = 100;

    /// <summary>Fewer values are looked at one by one; of more, those that are not far from their mean are not.</summary>
    private const int Many = 10_000;

    private const double FarDeviations = 8;

    /// <summary>The bounds to which values are clipped where nothing is scaled: those of float32; null where none is beyond.</summary>
    internal static (double Low, double High)? Limits(NumberSample sample) =>
        sample.Reach(0) > float.MaxValue ? (-float.MaxValue, float.MaxValue) : null;

    /// <summary>The bounds to which values are clipped; null where none is far.</summary>
    internal static (double Low, double High)? Bounds(NumberSample sample)
    {
        double divisor = sample.StandardDeviation;
        if (double.IsFinite(divisor) && sample.Count > Many && sample.Reach(sample.Mean) <= FarDeviations * divisor)
            return null;
        double middle = sample.Quantile(0.5);
        double range = sample.Quantile(0.75) - sample.Quantile(0.25);
        if (!(range > 0))
            range = sample.Quantile(0.95) - sample.Quantile(0.05);
        if (!double.IsFinite(divisor) && !(range > 0 && double.IsFinite(range)))
            return (Math.Max(sample.Minimum, -float.MaxValue), Math.Min(sample.Maximum, float.MaxValue));
        return range > 0 && !(divisor <= LargestRatio * range) ? (middle - Reach * range, middle + Reach * range) : null;
    }
}
