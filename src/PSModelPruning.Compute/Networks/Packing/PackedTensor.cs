using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// A tensor as a model file holds it, in the smallest of a few forms: all numbers or only the nonzero ones with their positions, each
/// as they are or entropy-coded. What is counted here is what is written.
/// </summary>
internal sealed class PackedTensor
{
    /// <summary>Below this fraction of zeros the positions of encoded numbers are not looked at: zero is a code like others.</summary>
    private const double FewZeros = 1.0 / 8;

    private PackedTensor() { }

    /// <summary>How the numbers are encoded; null for float32, also where the numbers are not those of the parameter's encoding.</summary>
    internal WeightEncoding? Encoding { get; private init; }

    /// <summary>The scales or shared numbers of the encoding; null for float32.</summary>
    internal NumberCoding? Coding { get; private init; }

    /// <summary>How positions are stored; null where all numbers are.</summary>
    internal PositionCoding? Positions { get; private init; }

    /// <summary>The stored positions.</summary>
    internal byte[] PositionData { get; private init; } = [];

    /// <summary>Whether <see cref="Numbers"/> are a message of <see cref="SymbolCoder"/>.</summary>
    internal bool IsCoded { get; private init; }

    /// <summary>The stored numbers, all of them or the nonzero ones; null where they are the tensor's own float32 numbers.</summary>
    internal byte[]? Numbers { get; private init; }

    /// <summary>How many numbers are stored.</summary>
    internal long Count { get; private init; }

    /// <summary>Bytes of numbers, positions, scales and shared numbers.</summary>
    internal long Bytes => (Numbers?.Length ?? Count * sizeof(float)) + PositionData.Length + (Coding?.Table.Count ?? 0) * sizeof(float);

    /// <summary>The smallest form of a tensor.</summary>
    /// <param name="values">Its numbers in row-major order.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="encoding">How its numbers are encoded; null for float32.</param>
    internal static PackedTensor Of(ReadOnlySpan<float> values, IReadOnlyList<long> shape, WeightEncoding? encoding)
    {
        if (encoding is null || values.Length == 0)
            return OfFloats(values, shape);
        NumberCoding coding = NumberCoding.Of(encoding, shape);
        var codes = new ushort[values.Length];
        if (!coding.TryEncode(values, codes))
            return OfFloats(values, shape);
        return OfCodes(codes, shape, encoding, coding);
    }

    private static PackedTensor OfCodes(ushort[] codes, IReadOnlyList<long> shape, WeightEncoding encoding, NumberCoding coding)
    {
        PackedTensor all = Smaller(codes, encoding, coding);
        int zeros = codes.AsSpan().Count(coding.Zero);
        if (zeros <= FewZeros * codes.Length)
            return all;
        var bits = new byte[BitPacking.BitBytes(codes.Length)];
        var nonzero = new ushort[codes.Length - zeros];
        int next = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] == coding.Zero)
                continue;
            bits[i >> 3] |= (byte)(1 << (i & 7));
            nonzero[next++] = codes[i];
        }
        (PositionCoding positions, byte[] data) = PositionCodingCatalog.Smallest(bits, PositionShape.Of(shape));
        PackedTensor numbers = Smaller(nonzero, encoding, coding);
        var sparse = new PackedTensor
        {
            Encoding = encoding,
            Coding = coding,
            Positions = positions,
            PositionData = data,
            IsCoded = numbers.IsCoded,
            Numbers = numbers.Numbers,
            Count = numbers.Count,
        };
        return sparse.Bytes < all.Bytes ? sparse : all;
    }

    private static PackedTensor OfFloats(ReadOnlySpan<float> values, IReadOnlyList<long> shape)
    {
        var all = new PackedTensor { Count = values.Length };
        if (!values.Contains(0))
            return all;
        byte[] bits = BitPacking.Bits(values);
        (PositionCoding positions, byte[] data) = PositionCodingCatalog.Smallest(bits, PositionShape.Of(shape));
        float[] nonzero = BitPacking.Nonzero(values, (int)BitPacking.CountBits(bits));
        var sparse = new PackedTensor
        {
            Positions = positions,
            PositionData = data,
            Count = nonzero.Length,
            Numbers = MemoryMarshal.AsBytes(nonzero.AsSpan()).ToArray(),
        };
        return sparse.Bytes < all.Bytes ? sparse : all;
    }

    /// <summary>Codes as they are, or entropy-coded where that is smaller.</summary>
    private static PackedTensor Smaller(ushort[] codes, WeightEncoding encoding, NumberCoding coding)
    {
        byte[]? message = coding.IsSymbol ? SymbolCoder.Encode(codes, coding.Alphabet) : null;
        bool isCoded = message is not null && message.Length < coding.PlainBytes(codes.Length);
        return new PackedTensor
        {
            Encoding = encoding,
            Coding = coding,
            IsCoded = isCoded,
            Numbers = isCoded ? message : coding.ToBytes(codes),
            Count = codes.Length,
        };
    }
}
