namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>
/// The probability that a bit of one context is set, learned from the bits of that context so far: at first as their mean, after
/// <see cref="Memory"/> of them as a moving one. Whole numbers only, so that every machine learns the same.
/// </summary>
internal struct AdaptiveBit
{
    /// <summary>Bits of a probability as the range coder takes it.</summary>
    internal const int ProbabilityBits = 16;

    private const int Memory = 1023;
    private const int LearnedBits = 22;
    private static readonly int[] Rates = [.. Enumerable.Range(0, Memory + 1).Select(seen => (1 << 17) / (2 * seen + 3))];

    // Half before anything was seen: stored as the difference from it, so that a new array is ready to use.
    private int _difference;
    private int _seen;

    /// <summary>The probability of a set bit, of 2^16; at least 16 and at most 2^16 − 16.</summary>
    internal readonly uint Probability =>
        (uint)Math.Clamp((_difference + (1 << (LearnedBits - 1))) >> (LearnedBits - ProbabilityBits), 16, (1 << ProbabilityBits) - 16);

    /// <summary>Learns a bit: the probability moves towards it by 1/(n + 1.5) of the way, n bits having been seen.</summary>
    internal void Learn(int bit)
    {
        int target = (bit << LearnedBits) - (1 << (LearnedBits - 1));
        _difference += (int)((long)(target - _difference) * Rates[_seen] >> 16);
        if (_seen < Memory)
            _seen++;
    }
}
