using System.Numerics;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// Packs a sparse tensor: a bit an element that says where the nonzero numbers are (element i is bit i mod 8 of byte i / 8, the lowest bit
/// first), and those numbers in order. Negative zero counts as zero. Exact for every other number.
/// </summary>
internal static class BitPacking
{
    /// <summary>The bytes of the bits of <paramref name="elements"/> elements.</summary>
    internal static long BitBytes(long elements) => (elements + 7) / 8;

    /// <summary>The bits of where <paramref name="values"/> are not zero.</summary>
    internal static byte[] Bits(ReadOnlySpan<float> values)
    {
        byte[] bits = new byte[BitBytes(values.Length)];
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
                bits[i >> 3] |= (byte)(1 << (i & 7));
        }
        return bits;
    }

    /// <summary>The numbers that are not zero, in order.</summary>
    internal static float[] Nonzero(ReadOnlySpan<float> values, int count)
    {
        float[] packed = new float[count];
        int next = 0;
        foreach (float value in values)
        {
            if (value != 0)
                packed[next++] = value;
        }
        return packed;
    }

    /// <summary>How many bits are set.</summary>
    internal static long CountBits(ReadOnlySpan<byte> bits)
    {
        long count = 0;
        foreach (byte part in bits)
            count += BitOperations.PopCount(part);
        return count;
    }

    /// <summary>True where the bits beyond the last element are not set.</summary>
    internal static bool IsTailClear(ReadOnlySpan<byte> bits, long elements) => elements % 8 == 0 || bits[^1] >> (int)(elements % 8) == 0;

    /// <summary>Puts the packed numbers where the bits are set; others stay as they are.</summary>
    internal static void Unpack<T>(ReadOnlySpan<byte> bits, ReadOnlySpan<T> packed, Span<T> target)
    {
        int next = 0;
        for (int i = 0; i < bits.Length; i++)
        {
            for (int part = bits[i]; part != 0; part &= part - 1)
                target[(i << 3) + BitOperations.TrailingZeroCount(part)] = packed[next++];
        }
    }

    /// <summary>Sets <paramref name="target"/> to 1 where the bits are set; it must be zero before.</summary>
    internal static void Unpack(ReadOnlySpan<byte> bits, Span<float> target)
    {
        for (int i = 0; i < bits.Length; i++)
        {
            for (int part = bits[i]; part != 0; part &= part - 1)
                target[(i << 3) + BitOperations.TrailingZeroCount(part)] = 1;
        }
    }
}
