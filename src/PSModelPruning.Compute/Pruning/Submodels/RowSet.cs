using System.Numerics;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>A set of rows, a bit each.</summary>
internal sealed class RowSet
{
    private readonly ulong[] _bits;
    private readonly int _rows;

    internal RowSet(int rows, bool full = false)
    {
        _rows = rows;
        _bits = new ulong[(rows + 63) / 64];
        if (!full)
            return;
        Array.Fill(_bits, ulong.MaxValue);
        if (rows % 64 > 0)
            _bits[^1] = (1UL << (rows % 64)) - 1;
    }

    private RowSet(int rows, ulong[] bits) => (_rows, _bits) = (rows, bits);

    internal int Count => _bits.Sum(BitOperations.PopCount);

    internal void Add(int row) => _bits[row >> 6] |= 1UL << (row & 63);

    internal RowSet And(RowSet other) => new(_rows, [.. _bits.Zip(other._bits, (a, b) => a & b)]);

    internal RowSet Except(RowSet other) => new(_rows, [.. _bits.Zip(other._bits, (a, b) => a & ~b)]);

    /// <summary>How many rows two sets have in common.</summary>
    internal int CountAnd(RowSet other)
    {
        int count = 0;
        ulong[] a = _bits,
            b = other._bits;
        for (int i = 0; i < a.Length; i++)
            count += BitOperations.PopCount(a[i] & b[i]);
        return count;
    }

    /// <summary>The sum of some numbers over the rows that two sets have in common.</summary>
    internal double SumAnd(RowSet other, float[] values)
    {
        double sum = 0;
        for (int i = 0; i < _bits.Length; i++)
        {
            for (ulong bits = _bits[i] & other._bits[i]; bits != 0; bits &= bits - 1)
                sum += values[i * 64 + BitOperations.TrailingZeroCount(bits)];
        }
        return sum;
    }

    internal List<int> Members()
    {
        var members = new List<int>();
        for (int row = 0; row < _rows; row++)
        {
            if ((_bits[row >> 6] >> (row & 63) & 1) != 0)
                members.Add(row);
        }
        return members;
    }
}
