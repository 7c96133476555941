using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Picks exactly the lowest scores; among equal ones those that come first, so that the same scores always give the same choice.
/// </summary>
internal static class LowestScores
{
    /// <summary>True for the <paramref name="count"/> lowest of the scores. O(n).</summary>
    /// <param name="scores"><c>[n]</c>, without NaN.</param>
    /// <param name="count">At most n; nothing is chosen where it is not positive.</param>
    /// <returns><c>[n]</c>, boolean; belongs to the caller's dispose scope.</returns>
    internal static Tensor Select(Tensor scores, long count)
    {
        if (count <= 0)
            return zeros_like(scores, ScalarType.Bool);
        if (count >= scores.numel())
            return ones_like(scores, ScalarType.Bool);
        (Tensor threshold, _) = kthvalue(scores, count, 0);
        Tensor chosen = scores < threshold;
        long ties = count - chosen.sum().item<long>();
        Tensor tied = (scores == threshold).nonzero().flatten().slice(0, 0, ties, 1);
        return chosen.Fill(0, tied, true);
    }
}
