using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>A bit an element, as it is: for tensors whose zeros follow no rule.</summary>
internal sealed class BitPositions : PositionCoding
{
    /// <inheritdoc/>
    internal override string Name => "Bits";

    /// <inheritdoc/>
    internal override byte[] Encode(byte[] bits, PositionShape shape) => bits;

    /// <inheritdoc/>
    internal override byte[] Decode(ReadOnlySpan<byte> data, PositionShape shape, CancellationToken cancellation)
    {
        if (data.Length != BitPacking.BitBytes(shape.Elements))
            throw new ContentException($"{data.Length} bytes cannot hold the positions of {shape.Elements} elements.");
        return BitPacking.IsTailClear(data, shape.Elements) ? data.ToArray() : throw new ContentException("the bits reach beyond its end.");
    }
}
