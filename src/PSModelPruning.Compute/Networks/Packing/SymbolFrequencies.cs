using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// How often each symbol of an alphabet occurs, as whole numbers that sum to <see cref="Total"/>; every symbol that occurs has at least 1.
/// Stored through the range coder: of each frequency its number of bits, of which neighbours in the alphabet have alike, then the bits
/// under the highest.
/// </summary>
internal static class SymbolFrequencies
{
    internal const int TotalBits = 12;
    internal const int Total = 1 << TotalBits;

    private const int LengthBits = 4;
    private const int Lengths = TotalBits + 2;

    /// <summary>The frequencies of symbols, scaled; null where more symbols occur than <see cref="Total"/> can tell apart.</summary>
    internal static int[]? Of(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        var counts = new int[alphabet];
        foreach (ushort symbol in symbols)
            counts[symbol]++;
        if (symbols.Length == 0 || counts.Count(count => count > 0) > Total)
            return null;
        int all = symbols.Length;
        int[] frequencies = [.. counts.Select(count => count == 0 ? 0 : Math.Max(1, (int)((long)count * Total / all)))];
        for (int left = Total - frequencies.Sum(); left != 0; left -= Math.Sign(left))
            frequencies[Cheapest(counts, frequencies, Math.Sign(left))] += Math.Sign(left);
        return frequencies;
    }

    /// <summary>The stored form.</summary>
    internal static byte[] Encode(int[] frequencies)
    {
        var encoder = new RangeEncoder();
        AdaptiveBit[] lengths = new AdaptiveBit[Lengths << LengthBits],
            rest = new AdaptiveBit[Lengths << LengthBits];
        int before = 0;
        foreach (int frequency in frequencies)
        {
            int length = BitLength(frequency),
                node = 1;
            for (int bit = LengthBits - 1; bit >= 0; bit--)
            {
                encoder.Write(ref lengths[before << LengthBits | node], length >> bit & 1);
                node = node << 1 | length >> bit & 1;
            }
            for (int bit = length - 2; bit >= 0; bit--)
                encoder.Write(ref rest[length << LengthBits | bit], frequency >> bit & 1);
            before = length;
        }
        return encoder.Finish();
    }

    /// <summary>The frequencies of a stored form.</summary>
    /// <exception cref="ContentException">It is damaged.</exception>
    internal static int[] Decode(ReadOnlySpan<byte> data, int alphabet)
    {
        var decoder = new RangeDecoder(data);
        AdaptiveBit[] lengths = new AdaptiveBit[Lengths << LengthBits],
            rest = new AdaptiveBit[Lengths << LengthBits];
        var frequencies = new int[alphabet];
        int before = 0,
            sum = 0;
        for (int symbol = 0; symbol < alphabet; symbol++)
        {
            int node = 1;
            for (int bit = 0; bit < LengthBits; bit++)
                node = node << 1 | decoder.Read(ref lengths[before << LengthBits | node]);
            int length = node - (1 << LengthBits);
            if (length >= Lengths)
                throw Damaged();
            int frequency = length == 0 ? 0 : 1;
            for (int bit = length - 2; bit >= 0; bit--)
                frequency = frequency << 1 | decoder.Read(ref rest[length << LengthBits | bit]);
            sum += frequencies[symbol] = frequency;
            if (sum > Total)
                throw Damaged();
            before = length;
        }
        return sum == Total && decoder.IsAtEnd ? frequencies : throw Damaged();
    }

    /// <summary>The symbol whose frequency can change by a step at the least cost in bits; one that occurs keeps at least 1.</summary>
    private static int Cheapest(int[] counts, int[] frequencies, int step)
    {
        int cheapest = -1;
        double least = double.PositiveInfinity;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] == 0 || frequencies[symbol] + step < 1)
                continue;
            double cost = counts[symbol] * Math.Log2(frequencies[symbol] / (double)(frequencies[symbol] + step));
            if (cost < least)
                (cheapest, least) = (symbol, cost);
        }
        return cheapest;
    }

    private static int BitLength(int value) => value == 0 ? 0 : int.Log2(value) + 1;

    private static ContentException Damaged() => new("the frequencies of its codes are damaged.");
}
