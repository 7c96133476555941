using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// Positions as a message of the range coder: element by element, row by row, each bit with the probability that its context has
/// learned. What the context is, <typeparamref name="TContexts"/> says.
/// </summary>
internal abstract class ContextPositions<TContexts> : PositionCoding
    where TContexts : struct, IPositionContexts<TContexts>
{
    private const int ElementsAtOnce = 1 << 16;

    /// <inheritdoc/>
    internal override byte[] Encode(byte[] bits, PositionShape shape)
    {
        var encoder = new RangeEncoder(bits.Length / 4 + 16);
        var probabilities = new AdaptiveBit[TContexts.Count];
        TContexts contexts = TContexts.For(shape);
        for (int row = 0, element = 0; row < shape.Rows; row++)
        {
            contexts.StartRow(row);
            for (int column = 0; column < shape.Columns; column++, element++)
            {
                int context = contexts.Of(bits, element, column);
                int bit = bits[element >> 3] >> (element & 7) & 1;
                encoder.Write(ref probabilities[context], bit);
                contexts.Learn(column, bit);
            }
        }
        return encoder.Finish();
    }

    /// <inheritdoc/>
    internal override byte[] Decode(ReadOnlySpan<byte> data, PositionShape shape, CancellationToken cancellation)
    {
        var decoder = new RangeDecoder(data);
        var probabilities = new AdaptiveBit[TContexts.Count];
        var bits = new byte[BitPacking.BitBytes(shape.Elements)];
        TContexts contexts = TContexts.For(shape);
        for (int row = 0, element = 0; row < shape.Rows; row++)
        {
            contexts.StartRow(row);
            for (int column = 0; column < shape.Columns; column++, element++)
            {
                if (element % ElementsAtOnce == 0)
                    Check(decoder.IsWithin, cancellation);
                int bit = decoder.Read(ref probabilities[contexts.Of(bits, element, column)]);
                bits[element >> 3] |= (byte)(bit << (element & 7));
                contexts.Learn(column, bit);
            }
        }
        Check(decoder.IsAtEnd, cancellation);
        return bits;
    }

    private static void Check(bool isSound, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!isSound)
            throw new ContentException("the positions do not end where their bytes do.");
    }
}
