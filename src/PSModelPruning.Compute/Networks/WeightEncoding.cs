namespace PSModelPruning.Compute.Networks;

/// <summary>
/// How a parameter's numbers are represented in fewer bits than float32. <see cref="GraphParameter.Value"/> always holds the decoded
/// float32 numbers, every one exactly representable, so that a network computes with what its file holds.
/// </summary>
internal abstract record WeightEncoding
{
    /// <summary>Bits of one number, without scales, codebook and entropy coding.</summary>
    internal abstract int Bits { get; }
}

/// <summary>
/// Symmetric integers: value = code × scale, code in [−(2^(bits−1) − 1), 2^(bits−1) − 1] (8 bits −127…127, 4 bits −7…7), zero is code 0.
/// </summary>
/// <param name="Bits">8 or 4.</param>
/// <param name="Axis">The axis of the parameter whose entries have their own scales (the output channels).</param>
/// <param name="GroupSize">How many neighbouring elements of one such entry (in row-major order of the other axes) share a scale; 0 for all
/// of them.</param>
/// <param name="Scales">A scale a group: entry by entry, in each its groups in order; above 0.</param>
internal sealed record IntegerEncoding(int Bits, int Axis, int GroupSize, IReadOnlyList<float> Scales) : WeightEncoding
{
    internal override int Bits { get; } = Bits;
}

/// <summary>16-bit floating point: IEEE 754 binary16, or bfloat16 (the upper half of float32).</summary>
/// <param name="IsBrain">True for bfloat16.</param>
internal sealed record HalfEncoding(bool IsBrain) : WeightEncoding
{
    internal override int Bits => 16;
}

/// <summary>
/// Every nonzero number is one of a few shared ones (Han, Mao, Dally: "Deep Compression", 2016). Zero is always representable and not in
/// the codebook.
/// </summary>
/// <param name="Values">The shared numbers, rising, without zero; at most 65,535.</param>
internal sealed record CodebookEncoding(IReadOnlyList<float> Values) : WeightEncoding
{
    internal override int Bits => Math.Max(1, (int)Math.Ceiling(Math.Log2(Values.Count)));
}
