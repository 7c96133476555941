namespace PSModelPruning.Compute.Evaluation;

/// <summary>How long one prediction call takes.</summary>
/// <param name="BatchSize">Rows of a call.</param>
/// <param name="P50Milliseconds">Half of the calls were not slower.</param>
/// <param name="P95Milliseconds">Of 20 calls 19 were not slower.</param>
/// <param name="Runs">Calls that were timed.</param>
internal sealed record LatencyResult(int BatchSize, double P50Milliseconds, double P95Milliseconds, int Runs)
{
    /// <summary>
    /// The figures of some durations, by linear interpolation between the closest ranks (Hyndman and Fan 1996, definition 7).
    /// </summary>
    internal static LatencyResult Of(int batchSize, IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new LatencyResult(batchSize, Quantile(sorted, 0.5), Quantile(sorted, 0.95), sorted.Length);
    }

    private static double Quantile(double[] sorted, double fraction)
    {
        double position = (sorted.Length - 1) * fraction;
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
