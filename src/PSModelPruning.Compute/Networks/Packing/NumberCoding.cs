using System.Buffers.Binary;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// The codes that stand for a tensor's numbers in one encoding. Codes are 0 … <see cref="Alphabet"/> − 1; as plain bytes each takes
/// <see cref="PlainBits"/> bits, two of four bits in a byte, the first in the lower half.
/// </summary>
internal abstract class NumberCoding
{
    /// <summary>The greatest number of codes that a message of <see cref="SymbolCoder"/> holds.</summary>
    private const int GreatestAlphabet = SymbolFrequencies.Total;

    /// <summary>Codes that there may be.</summary>
    internal abstract int Alphabet { get; }

    /// <summary>Whether codes may be entropy-coded.</summary>
    internal bool IsSymbol => Alphabet <= GreatestAlphabet;

    /// <summary>The code of zero.</summary>
    internal abstract ushort Zero { get; }

    /// <summary>Bits of a code as it is: 4, 8 or 16.</summary>
    internal abstract int PlainBits { get; }

    /// <summary>What decoding needs beside the codes: scales or shared numbers; empty for none.</summary>
    internal virtual IReadOnlyList<float> Table => [];

    /// <summary>Subtracted from a code to give what the plain bytes hold, in two's complement.</summary>
    private protected virtual int Bias => 0;

    /// <summary>Finds the codes.</summary>
    /// <returns>False where a number has none: the encoding is not that of these numbers.</returns>
    internal abstract bool TryEncode(ReadOnlySpan<float> values, Span<ushort> codes);

    /// <summary>The numbers that codes stand for, which must be below <see cref="Alphabet"/>.</summary>
    internal abstract void Decode(ReadOnlySpan<ushort> codes, Span<float> values);

    /// <summary>The plain bytes of so many codes.</summary>
    internal long PlainBytes(long count) => (count * PlainBits + 7) / 8;

    /// <summary>Codes as plain bytes.</summary>
    internal byte[] ToBytes(ReadOnlySpan<ushort> codes)
    {
        var bytes = new byte[PlainBytes(codes.Length)];
        for (int i = 0; i < codes.Length; i++)
        {
            int plain = codes[i] - Bias;
            if (PlainBits == 4)
                bytes[i >> 1] |= (byte)((plain & 15) << 4 * (i & 1));
            else if (PlainBits == 8)
                bytes[i] = (byte)plain;
            else
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)plain);
        }
        return bytes;
    }

    /// <summary>The codes of plain bytes, of which there must be as many as <see cref="PlainBytes"/> says.</summary>
    /// <exception cref="ContentException">They hold what is no code.</exception>
    internal void FromBytes(ReadOnlySpan<byte> bytes, Span<ushort> codes)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            int plain = PlainBits switch
            {
                4 => bytes[i >> 1] >> 4 * (i & 1) & 15,
                8 => bytes[i],
                _ => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
            };
            int code = (Bias > 0 ? plain << (32 - PlainBits) >> (32 - PlainBits) : plain) + Bias;
            if (code < 0 || code >= Alphabet)
                throw new ContentException($"it holds {plain}, which is no code.");
            codes[i] = (ushort)code;
        }
        if (PlainBits == 4 && codes.Length % 2 == 1 && bytes[^1] >> 4 != 0)
            throw new ContentException("its codes reach beyond its end.");
    }

    /// <summary>The codes of an encoding.</summary>
    /// <param name="encoding">The encoding, which must fit the shape.</param>
    /// <param name="shape">The tensor's shape.</param>
    internal static NumberCoding Of(WeightEncoding encoding, IReadOnlyList<long> shape) =>
        encoding switch
        {
            IntegerEncoding integer => new IntegerNumbers(integer, shape),
            HalfEncoding half => new HalfNumbers(half.IsBrain),
            CodebookEncoding codebook => new CodebookNumbers(codebook.Values),
            _ => throw new InvalidOperationException($"Numbers encoded as {encoding.GetType().Name} cannot be stored."),
        };
}
