using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Data;

/// <summary>Finds the position of a number in a list of distinct numbers; short lists without hashing.</summary>
internal sealed class NumberCodes
{
    internal const int LongestSearched = 16;
    private readonly double[] _numbers;
    private readonly Dictionary<double, int>? _positions;

    internal NumberCodes(ReadOnlySpan<double> numbers)
    {
        _numbers = numbers.ToArray();
        if (_numbers.Length <= LongestSearched)
            return;
        _positions = new Dictionary<double, int>(_numbers.Length);
        for (int i = 0; i < _numbers.Length; i++)
            _positions.TryAdd(_numbers[i], i);
    }

    /// <summary>The position, or -1 for NaN and numbers that are not in the list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int CodeOf(double number)
    {
        if (_positions is not null)
            return double.IsNaN(number) ? -1 : _positions.GetValueOrDefault(number, -1);
        double[] numbers = _numbers;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] == number)
                return i;
        }
        return -1;
    }
}
