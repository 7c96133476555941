namespace PSModelPruning.Compute.Data;

/// <summary>Statistics of bytes from how often each of the 256 values is there.</summary>
internal sealed class ByteHistogram(long[] counts) : INumberStatistics
{
    private readonly long _total = counts.Sum();

    public double Mean => Moment(value => value);

    public double StandardDeviation
    {
        get
        {
            double mean = Mean;
            return Math.Sqrt(Moment(value => (value - mean) * (value - mean)));
        }
    }

    public double Minimum => Array.FindIndex(counts, count => count > 0);

    public double Maximum => Array.FindLastIndex(counts, count => count > 0);

    public double Quantile(double fraction)
    {
        double place = fraction * (_total - 1);
        long below = (long)place;
        int low = At(below);
        int high = At(Math.Min(below + 1, _total - 1));
        return low + (place - below) * (high - low);
    }

    /// <summary>The value at a place of the sorted bytes.</summary>
    private int At(long place)
    {
        int value = 0;
        for (long before = counts[0]; before <= place; before += counts[value])
            value++;
        return value;
    }

    private double Moment(Func<int, double> of)
    {
        double sum = 0;
        for (int value = 0; value < counts.Length; value++)
            sum += counts[value] * of(value);
        return sum / _total;
    }
}
