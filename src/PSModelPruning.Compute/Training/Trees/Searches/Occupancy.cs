using System.Numerics;
using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Searches;

/// <summary>Which of 256 bins hold rows, a bit each.</summary>
[InlineArray(Words)]
internal struct Occupancy
{
    internal const int Words = 4;

    private ulong _word;

    internal readonly int Count
    {
        get
        {
            int count = 0;
            for (int word = 0; word < Words; word++)
                count += BitOperations.PopCount(this[word]);
            return count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(int bin) => this[bin >> 6] |= 1UL << bin;

    internal void Remove(int bin) => this[bin >> 6] &= ~(1UL << bin);

    internal readonly bool Has(int bin) => (this[bin >> 6] & (1UL << bin)) != 0;
}
