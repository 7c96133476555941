namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

/// <summary>
/// The distribution of the values of one tensor over many rows: bins of equal width between its extremes, each with the number and the sum
/// of its values.
/// </summary>
internal sealed class ActivationHistogram
{
    /// <summary>Eight bins for each step of an 8-bit range.</summary>
    private const int BinCount = 2048;

    private readonly long[] _counts = new long[BinCount];
    private readonly double[] _sums = new double[BinCount];
    private readonly float _binsPerUnit;

    /// <param name="least">The least value that will come.</param>
    /// <param name="greatest">The greatest.</param>
    internal ActivationHistogram(float least, float greatest)
    {
        Least = least;
        Greatest = greatest;
        float width = greatest - least;
        _binsPerUnit = width > 0 && float.IsFinite(BinCount / width) ? BinCount / width : 0;
    }

    internal float Least { get; }

    internal float Greatest { get; }

    /// <summary>Values that were counted.</summary>
    internal long Count { get; private set; }

    /// <summary>The bins that are not empty, in rising order: how many values, and their mean.</summary>
    internal IReadOnlyList<(long Count, double Mean)> Bins =>
        [.. Enumerable.Range(0, BinCount).Where(bin => _counts[bin] > 0).Select(bin => (_counts[bin], _sums[bin] / _counts[bin]))];

    internal void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            int bin = Math.Clamp((int)((value - Least) * _binsPerUnit), 0, BinCount - 1);
            _counts[bin]++;
            _sums[bin] += value;
        }
        Count += values.Length;
    }

    /// <summary>The value that a fraction of the values lie below, to the width of a bin.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    internal double Quantile(double fraction)
    {
        double wanted = fraction * Count,
            passed = 0;
        double width = _binsPerUnit == 0 ? 0 : 1.0 / _binsPerUnit;
        for (int bin = 0; bin < BinCount; bin++)
        {
            if (_counts[bin] > 0 && passed + _counts[bin] >= wanted)
                return Math.Min(Greatest, Least + width * (bin + (wanted - passed) / _counts[bin]));
            passed += _counts[bin];
        }
        return Greatest;
    }
}
