using System.Numerics;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// The sum of the weighted absolute deviations from their median of numbers that are added one by one, in O(log n) each: weights and
/// weighted sums in a binary indexed tree (Fenwick 1994) over the positions of the sorted numbers, in which the median is found by descent.
/// </summary>
internal sealed class MedianTree
{
    private double[] _weights = [],
        _sums = [];
    private double _weight,
        _sum;
    private int _count,
        _top;

    /// <summary>Forgets all numbers.</summary>
    /// <param name="count">How many will be added at most.</param>
    internal void Clear(int count)
    {
        if (_weights.Length <= count)
        {
            _weights = new double[count + 1];
            _sums = new double[count + 1];
        }
        Array.Clear(_weights, 0, count + 1);
        Array.Clear(_sums, 0, count + 1);
        _weight = _sum = 0;
        _count = count;
        _top = count == 0 ? 0 : 1 << BitOperations.Log2((uint)count);
    }

    /// <summary>Adds a number.</summary>
    /// <param name="rank">Its position among the sorted numbers.</param>
    /// <param name="weight">Its weight, above 0.</param>
    /// <param name="sorted">The sorted numbers.</param>
    /// <returns>The sum of the weighted absolute deviations of all numbers so far.</returns>
    internal double Add(int rank, double weight, double[] sorted)
    {
        double part = weight * sorted[rank];
        for (int i = rank + 1; i <= _count; i += i & -i)
        {
            _weights[i] += weight;
            _sums[i] += part;
        }
        _weight += weight;
        _sum += part;
        double half = _weight / 2,
            below = 0,
            sumBelow = 0;
        int at = 0;
        for (int step = _top; step > 0; step >>= 1)
        {
            if (at + step > _count || !(below + _weights[at + step] < half))
                continue;
            at += step;
            below += _weights[at];
            sumBelow += _sums[at];
        }
        double median = sorted[Math.Min(at, _count - 1)];
        return median * below - sumBelow + (_sum - sumBelow) - median * (_weight - below);
    }
}
