using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Chooses among the best splits of the inputs. Of equal ones the lowest input is taken.</summary>
internal static class SplitChoice
{
    /// <summary>The best split; <see cref="NodeSplit.None"/> where there is none.</summary>
    /// <param name="found">The best split of each input that was looked at; is put into the order of the inputs.</param>
    /// <param name="criterion">The criterion, which has entered the node.</param>
    internal static NodeSplit Best<TCriterion>(Span<NodeSplit> found, ref TCriterion criterion)
        where TCriterion : struct, ISplitCriterion<TCriterion>
    {
        SortByInput(found);
        if (TCriterion.IsRatio)
            return BestRatio(found, ref criterion);
        NodeSplit best = NodeSplit.None;
        double tolerance = criterion.Tolerance;
        foreach (ref readonly NodeSplit split in found)
        {
            if (split.Feature >= 0 && split.Score > best.Score + tolerance)
                best = split;
        }
        return best;
    }

    private static NodeSplit BestRatio<TCriterion>(ReadOnlySpan<NodeSplit> found, ref TCriterion criterion)
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
        NodeSplit best = NodeSplit.None;
        double bestRatio = 0;
        foreach (ref readonly NodeSplit split in found)
        {
            double gain = split.Feature < 0 ? 0 : criterion.Decrease(split.Score);
            if (!(gain > rounding) || gain < sum / gaining - rounding)
                continue;
            double ratio = gain / GreatestGainRatio.SplitInformation(split.LeftWeight, criterion.Weight);
            if (!(ratio > bestRatio + rounding))
                continue;
            bestRatio = ratio;
            best = split;
        }
        return best;
    }

    /// <summary>By insertion: they are few, or in order already.</summary>
    private static void SortByInput(Span<NodeSplit> found)
    {
        for (int i = 1; i < found.Length; i++)
        {
            if (found[i].Feature >= found[i - 1].Feature)
                continue;
            NodeSplit split = found[i];
            int place = i;
            for (; place > 0 && found[place - 1].Feature > split.Feature; place--)
                found[place] = found[place - 1];
            found[place] = split;
        }
    }
}
