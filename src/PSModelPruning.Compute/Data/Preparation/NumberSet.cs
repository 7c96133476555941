namespace PSModelPruning.Compute.Data;

/// <summary>A small set of distinct numbers in ascending order.</summary>
internal sealed class NumberSet
{
    private double[] _numbers = new double[4];

    internal int Count { get; private set; }

    /// <summary>The numbers in ascending order.</summary>
    internal ReadOnlySpan<double> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>Adds a number; false where it is in the set. NaN is no number.</summary>
    internal bool Add(double number)
    {
        int low = 0;
        for (int high = Count; low < high; )
        {
            int middle = (low + high) / 2;
            if (_numbers[middle] == number)
                return false;
            (low, high) = _numbers[middle] < number ? (middle + 1, high) : (low, middle);
        }
        if (Count == _numbers.Length)
            Array.Resize(ref _numbers, Count * 2);
        Array.Copy(_numbers, low, _numbers, low + 1, Count - low);
        _numbers[low] = number;
        Count++;
        return true;
    }
}
