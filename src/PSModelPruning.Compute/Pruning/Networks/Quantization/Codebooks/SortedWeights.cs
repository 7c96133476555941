namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>Numbers in rising order with their running sums, so that the mean of any stretch is found at once.</summary>
internal sealed class SortedWeights
{
    private readonly double[] _sums,
        _squares;

    private SortedWeights(float[] values)
    {
        Values = values;
        _sums = new double[values.Length + 1];
        _squares = new double[values.Length + 1];
        for (int i = 0; i < values.Length; i++)
        {
            _sums[i + 1] = _sums[i] + values[i];
            _squares[i + 1] = _squares[i] + (double)values[i] * values[i];
        }
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

    /// <summary>The sum of the squared distances of a stretch's numbers from their mean; 0 where all are equal.</summary>
    internal double SquaredError(int first, int end) =>
        Values[first] == Values[end - 1]
            ? 0
            : Math.Max(double.Epsilon, _squares[end] - _squares[first] - (end - first) * Mean(first, end) * Mean(first, end));

    /// <summary>The place of the first number that is not below a bound.</summary>
    internal int FirstNotBelow(float bound) => FirstAbove(MathF.BitDecrement(bound));

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
