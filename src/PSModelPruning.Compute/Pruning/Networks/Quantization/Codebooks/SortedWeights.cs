namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>Numbers in rising order with their running sums, so that the mean of any stretch is found at once.</summary>
internal sealed class SortedWeights
{
    private readonly double[] _sums;

    private SortedWeights(float[] values)
    {
        Values = values;
        _sums = new double[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
            _sums[i + 1] = _sums[i] + values[i];
    }

    internal float[] Values { get; }

    internal int Count => Values.Length;

    /// <summary>The numbers that are not zero.</summary>
    internal static SortedWeights NonzeroOf(ReadOnlySpan<float> numbers)
    {
        var values = new List<float>(numbers.Length);
        foreach (float number in numbers)
        {
            if (number != 0)
                values.Add(number);
        }
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return new SortedWeights(sorted);
    }

    /// <summary>The mean of the numbers from the first place to before the end; there is at least one.</summary>
    internal double Mean(int first, int end) => (_sums[end] - _sums[first]) / (end - first);

    /// <summary>The place of the first number above a bound.</summary>
    internal int FirstAbove(double bound)
    {
        int low = 0,
            high = Values.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Values[middle] > bound)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
