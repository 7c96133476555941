using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Sorts the rows of a column.</summary>
internal static class ColumnOrder
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>
    /// The keys of all rows of a column, sorted by value and then row; see <see cref="RowKey"/>. Ranks are dense, from 0.
    /// </summary>
    internal static ulong[] Sort(float[] column)
    {
        var keys = new ulong[column.Length];
        for (int row = 0; row < column.Length; row++)
            keys[row] = RowKey.Of(Sortable(column[row]), row);
        var spare = new ulong[column.Length];
        for (int shift = 32; shift < 64; shift += DigitBits)
            (keys, spare) = Pass(keys, spare, shift) ? (spare, keys) : (keys, spare);
        uint rank = 0;
        ulong before = keys.Length > 0 ? keys[0] : 0;
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = keys[i];
            if (RowKey.Rank(key) == RowKey.Missing)
                break;
            if (RowKey.Differ(key, before))
                rank++;
            keys[i] = RowKey.Of(rank, RowKey.Row(key));
            before = key;
        }
        return keys;
    }

    /// <summary>One pass of a radix sort, from the lowest digit.</summary>
    /// <returns>False where all keys have the same digit, so that nothing was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Pass(ulong[] from, ulong[] to, int shift)
    {
        var places = new int[Digits];
        foreach (ulong key in from)
            places[(int)(key >> shift) & (Digits - 1)]++;
        if (from.Length == 0 || places[(int)(from[0] >> shift) & (Digits - 1)] == from.Length)
            return false;
        int place = 0;
        for (int digit = 0; digit < places.Length; digit++)
            (places[digit], place) = (place, place + places[digit]);
        foreach (ulong key in from)
            to[places[(int)(key >> shift) & (Digits - 1)]++] = key;
        return true;
    }

    /// <summary>A whole number that sorts as the value does; the greatest for NaN.</summary>
    private static uint Sortable(float value)
    {
        if (float.IsNaN(value))
            return RowKey.Missing;
        // Adding 0 makes -0 the same as 0.
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }
}
