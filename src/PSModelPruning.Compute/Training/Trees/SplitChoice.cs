using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// Chooses among the best splits of the inputs. Of equal ones the seed of the node takes one, so that no
/// input is favoured by its place among the columns.
/// </summary>
internal static class SplitChoice
{
    /// <summary>The best split; <see cref="NodeSplit.None"/> where there is none.</summary>
    /// <param name="found">The best split of each input that was looked at, in any order.</param>
    /// <param name="criterion">The criterion, which has entered the node.</param>
    /// <param name="seed">The seed of the node.</param>
    internal static NodeSplit Best<TCriterion>(ReadOnlySpan<NodeSplit> found, ref TCriterion criterion, ulong seed)
        where TCriterion : struct, ISplitCriterion<TCriterion>
    {
        if (TCriterion.IsRatio)
            return BestRatio(found, ref criterion, seed);
        double greatest = double.NegativeInfinity;
        foreach (ref readonly NodeSplit split in found)
        {
            if (split.Feature >= 0 && split.Score > greatest)
                greatest = split.Score;
        }
        NodeSplit best = NodeSplit.None;
        double bar = greatest - criterion.Tolerance;
        foreach (ref readonly NodeSplit split in found)
        {
            if (split.Feature >= 0 && split.Score >= bar && ComesFirst(seed, split, best))
                best = split;
        }
        return best;
    }

    private static NodeSplit BestRatio<TCriterion>(ReadOnlySpan<NodeSplit> found, ref TCriterion criterion, ulong seed)
        where TCriterion : struct, ISplitCriterion<TCriterion>
    {
        const double rounding = 1e-10;
        double sum = 0;
        int gaining = 0;
        foreach (ref readonly NodeSplit split in found)
        {
            if (split.Feature < 0 || !(criterion.Decrease(split.Score) > rounding))
                continue;
            sum += criterion.Decrease(split.Score);
            gaining++;
        }
        double least = gaining == 0 ? 0 : sum / gaining - rounding,
            greatest = 0;
        foreach (ref readonly NodeSplit split in found)
            greatest = Math.Max(greatest, Ratio(split, ref criterion));
        NodeSplit best = NodeSplit.None;
        foreach (ref readonly NodeSplit split in found)
        {
            double ratio = Ratio(split, ref criterion);
            if (ratio > rounding && ratio >= greatest - rounding && ComesFirst(seed, split, best))
                best = split;
        }
        return best;

        double Ratio(in NodeSplit split, ref TCriterion entered)
        {
            double gain = split.Feature < 0 ? 0 : entered.Decrease(split.Score);
            return gain > rounding && gain >= least ? gain / GreatestGainRatio.SplitInformation(split.LeftWeight, entered.Weight) : 0;
        }
    }

    /// <summary>Where an input stands among equal ones: a number that the node's seed draws for it.</summary>
    internal static ulong Place(ulong seed, int input)
    {
        // Another stream than that of the node's children and thresholds.
        const ulong ties = 0xA0761D6478BD642F;
        return SplitMix.Mix(seed ^ ties, (ulong)input);
    }

    private static bool ComesFirst(ulong seed, in NodeSplit split, in NodeSplit other) =>
        other.Feature < 0 || Place(seed, split.Feature) < Place(seed, other.Feature);
}
