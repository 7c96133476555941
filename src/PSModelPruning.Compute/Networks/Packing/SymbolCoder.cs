using System.Buffers.Binary;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// Entropy coding of symbols with fixed frequencies by asymmetric numeral systems: within a thousandth of the entropy, and decoded with a
/// table look-up and a multiplication a symbol. A message is the bytes of the frequencies' form (2 bytes), that form
/// (<see cref="SymbolFrequencies"/>), the state (4 bytes), and 2 bytes whenever the decoder's state falls under 2^16; the lowest byte comes
/// first.
/// </summary>
/// <remarks>
/// J. Duda: "Asymmetric numeral systems" (2013), the range variant: 12-bit frequencies, a 32-bit state, 16 bits at a time.
/// </remarks>
internal static class SymbolCoder
{
    private const uint Least = 1u << 16;
    private const int Bits = SymbolFrequencies.TotalBits;

    /// <summary>The message of symbols below <paramref name="alphabet"/>; null where the symbols are too many or none.</summary>
    internal static byte[]? Encode(ReadOnlySpan<ushort> symbols, int alphabet)
    {
        if (SymbolFrequencies.Of(symbols, alphabet) is not { } frequencies)
            return null;
        int[] starts = Starts(frequencies);
        var words = new List<ushort>(symbols.Length / 2 + 16);
        uint state = Least;
        for (int i = symbols.Length - 1; i >= 0; i--)
        {
            uint frequency = (uint)frequencies[symbols[i]];
            if (state >= (ulong)frequency << (32 - Bits))
            {
                words.Add((ushort)state);
                state >>= 16;
            }
            (uint quotient, uint remainder) = Math.DivRem(state, frequency);
            state = (quotient << Bits) + remainder + (uint)starts[symbols[i]];
        }
        byte[] table = SymbolFrequencies.Encode(frequencies);
        var message = new byte[sizeof(ushort) + table.Length + sizeof(uint) + sizeof(ushort) * words.Count];
        BinaryPrimitives.WriteUInt16LittleEndian(message, (ushort)table.Length);
        table.CopyTo(message, sizeof(ushort));
        Span<byte> rest = message.AsSpan(sizeof(ushort) + table.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(rest, state);
        for (int i = 0; i < words.Count; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(rest[(sizeof(uint) + sizeof(ushort) * i)..], words[^(i + 1)]);
        return message;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message, which may be damaged.</param>
    /// <param name="alphabet">Symbols are below it.</param>
    /// <param name="symbols">Receives the symbols; as many as were written.</param>
    /// <exception cref="ContentException">It is no message of so many symbols.</exception>
    internal static void Decode(ReadOnlySpan<byte> message, int alphabet, Span<ushort> symbols)
    {
        if (
            message.Length < sizeof(ushort) + sizeof(uint)
            || BinaryPrimitives.ReadUInt16LittleEndian(message) is var tableBytes
                && tableBytes > message.Length - sizeof(ushort) - sizeof(uint)
        )
            throw Damaged();
        int[] frequencies = SymbolFrequencies.Decode(message.Slice(sizeof(ushort), tableBytes), alphabet),
            starts = Starts(frequencies);
        var symbolOf = new ushort[SymbolFrequencies.Total];
        for (int symbol = 0; symbol < alphabet; symbol++)
            symbolOf.AsSpan(starts[symbol], frequencies[symbol]).Fill((ushort)symbol);
        ReadOnlySpan<byte> words = message[(sizeof(ushort) + tableBytes)..];
        uint state = BinaryPrimitives.ReadUInt32LittleEndian(words);
        words = words[sizeof(uint)..];
        for (int i = 0; i < symbols.Length; i++)
        {
            int slot = (int)(state & (SymbolFrequencies.Total - 1));
            ushort symbol = symbolOf[slot];
            symbols[i] = symbol;
            state = (uint)frequencies[symbol] * (state >> Bits) + (uint)(slot - starts[symbol]);
            if (state >= Least)
                continue;
            if (words.Length < sizeof(ushort))
                throw Damaged();
            state = state << 16 | BinaryPrimitives.ReadUInt16LittleEndian(words);
            words = words[sizeof(ushort)..];
        }
        if (state != Least || words.Length > 0)
            throw Damaged();
    }

    private static int[] Starts(int[] frequencies)
    {
        var starts = new int[frequencies.Length];
        for (int symbol = 1; symbol < starts.Length; symbol++)
            starts[symbol] = starts[symbol - 1] + frequencies[symbol - 1];
        return starts;
    }

    private static ContentException Damaged() => new("its codes do not end where their bytes do.");
}
