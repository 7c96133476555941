using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// One way to store where the nonzero elements of a tensor are; listed in <see cref="PositionCodingCatalog"/>. In memory positions are
/// always a bit an element, as <see cref="BitPacking"/> makes them.
/// </summary>
internal abstract class PositionCoding
{
    /// <summary>The name in model files; never changes once files have it.</summary>
    internal abstract string Name { get; }

    /// <summary>The stored form.</summary>
    internal abstract byte[] Encode(byte[] bits, PositionShape shape);

    /// <summary>The bits of a stored form.</summary>
    /// <param name="data">The stored form, which may be damaged.</param>
    /// <param name="shape">The tensor's shape, within what files may claim.</param>
    /// <param name="cancellation">Looked at every some thousand elements.</param>
    /// <exception cref="ContentException">It is not such a form.</exception>
    internal abstract byte[] Decode(ReadOnlySpan<byte> data, PositionShape shape, CancellationToken cancellation);
}
