namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>16-bit floating point: the code is the bits. Negative zero counts as zero, as it does wherever zeros are counted.</summary>
internal sealed class HalfNumbers(bool isBrain) : NumberCoding
{
    /// <inheritdoc/>
    internal override int Alphabet => 1 << 16;

    /// <inheritdoc/>
    internal override ushort Zero => 0;

    /// <inheritdoc/>
    internal override int PlainBits => 16;

    /// <inheritdoc/>
    internal override bool TryEncode(ReadOnlySpan<float> values, Span<ushort> codes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            // Adding 0 makes a negative zero positive, and changes no other number.
            float value = values[i] + 0f;
            codes[i] = isBrain ? (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16) : BitConverter.HalfToUInt16Bits((Half)value);
            if (BitConverter.SingleToInt32Bits(Number(codes[i])) != BitConverter.SingleToInt32Bits(value))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    internal override void Decode(ReadOnlySpan<ushort> codes, Span<float> values)
    {
        for (int i = 0; i < codes.Length; i++)
            values[i] = Number(codes[i]);
    }

    private float Number(ushort code) =>
        isBrain ? BitConverter.UInt32BitsToSingle((uint)code << 16) : (float)BitConverter.UInt16BitsToHalf(code);
}
