namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>Fractions into counts.</summary>
internal static class Rounding
{
    /// <summary>The nearest whole number to fraction × total; halves go to the even number.</summary>
    internal static long ToCount(double fraction, long total) => (long)Math.Round(fraction * total, MidpointRounding.ToEven);
}
