namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014): a random generator that is one number. Each node of a tree has its own, derived from its
/// parent's, so that a tree does not depend on the order in which its nodes are grown.
/// </summary>
internal struct SplitMix(ulong state)
{
    private ulong _state = state;

    internal static ulong Mix(ulong seed, ulong number) =>
        Finalize(Finalize(seed + 0x9E3779B97F4A7C15) + (number + 1) * 0xD1B54A32D192ED03);

    internal ulong Next() => Finalize(_state += 0x9E3779B97F4A7C15);

    /// <summary>A whole number from 0 to below a limit.</summary>
    internal int Next(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>A number from 0 to below 1.</summary>
    internal double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Swaps one of the items from a position on to that position: one step of a draw without replacement.</summary>
    /// <param name="items">The items; those before the position were drawn already.</param>
    /// <param name="position">Where the drawn item goes.</param>
    internal void Draw(int[] items, int position)
    {
        int drawn = position + Next(items.Length - position);
        (items[position], items[drawn]) = (items[drawn], items[position]);
    }

    private static ulong Finalize(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
