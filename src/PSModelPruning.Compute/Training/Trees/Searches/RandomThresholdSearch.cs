using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees.Searches;

/// <summary>
/// One threshold an input, drawn evenly between its least and greatest value in the node (extremely randomized trees; Geurts, Ernst and
/// Wehenkel 2006). Nothing is sorted.
/// </summary>
internal sealed class RandomThresholdSearch<TCriterion>(TrainingColumns columns, int minLeaf) : SplitSearch<TCriterion>(columns, minLeaf)
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    internal override bool Look(SplitWorker<TCriterion> worker, in GrowingNode node, int feature, out NodeSplit split)
    {
        split = NodeSplit.None;
        float[] column = Columns.Column(feature);
        ReadOnlySpan<int> rows = Rows.AsSpan(node.First, node.Count);
        float low = float.PositiveInfinity,
            high = float.NegativeInfinity;
        int known = 0;
        foreach (int row in rows)
        {
            float value = column[row];
            if (float.IsNaN(value))
                continue;
            known++;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        if (known == 0 || (low == high && known == rows.Length))
            return false;
        float threshold = Draw(low, high, SplitMix.Mix(node.Seed, (ulong)feature + 2));
        int left = Arrange(worker, rows, column, threshold, known, out int missing);
        if (low < high)
            split = Compare(worker, feature, threshold, left, rows.Length, missing);
        if (missing > 0)
            KnownAgainstMissing(worker, feature, known, missing, ref split);
        return true;
    }

    private static float Draw(float low, float high, ulong seed)
    {
        var random = new SplitMix(seed);
        float threshold = (float)(low + random.NextDouble() * ((double)high - low));
        return threshold >= low && threshold < high ? threshold : low;
    }

    /// <summary>Writes the keys of the rows that go left, then of those that go right, then of those that lack the input.</summary>
    /// <returns>How many go left.</returns>
    private static int Arrange(
        SplitWorker<TCriterion> worker,
        ReadOnlySpan<int> rows,
        float[] column,
        float threshold,
        int known,
        out int missing
    )
    {
        ulong[] keys = SplitWorker<TCriterion>.Room(ref worker.Keys, rows.Length);
        int left = 0,
            right = known;
        missing = 0;
        foreach (int row in rows)
        {
            float value = column[row];
            int place =
                value <= threshold ? left++
                : float.IsNaN(value) ? known + missing++
                : --right;
            keys[place] = (uint)row;
        }
        return left;
    }

    private NodeSplit Compare(SplitWorker<TCriterion> worker, int feature, float threshold, int left, int count, int missing)
    {
        ReadOnlySpan<ulong> known = worker.Keys.AsSpan(0, count - missing),
            rest = worker.Keys.AsSpan(count - missing, missing);
        NodeSplit best = NodeSplit.None;
        for (int turn = 0; turn < (missing > 0 ? 2 : 1); turn++)
        {
            bool missingLeft = turn == 1;
            int goLeft = left + (missingLeft ? missing : 0);
            if (goLeft < MinLeaf || count - goLeft < MinLeaf)
                continue;
            if (missingLeft)
                worker.Criterion.Begin(rest, known);
            else
                worker.Criterion.Begin(known, rest);
            for (int i = 0; i < missing && missingLeft; i++)
                worker.Criterion.Move(RowKey.Row(rest[i]));
            for (int i = 0; i < left; i++)
                worker.Criterion.Move(RowKey.Row(known[i]));
            Keep(worker, feature, threshold, missing > 0 ? missingLeft : 2 * left >= count, ref best);
        }
        return best;
    }

    private void KnownAgainstMissing(SplitWorker<TCriterion> worker, int feature, int known, int missing, ref NodeSplit best)
    {
        if (known < MinLeaf || missing < MinLeaf)
            return;
        ReadOnlySpan<ulong> first = worker.Keys.AsSpan(0, known);
        worker.Criterion.Begin(first, worker.Keys.AsSpan(known, missing));
        foreach (ulong key in first)
            worker.Criterion.Move(RowKey.Row(key));
        Keep(worker, feature, float.PositiveInfinity, false, ref best);
    }

    private static void Keep(SplitWorker<TCriterion> worker, int feature, float threshold, bool missingLeft, ref NodeSplit best)
    {
        double score = worker.Criterion.Score();
        if (score > best.Score + worker.Criterion.Tolerance)
        {
            best = new NodeSplit
            {
                Feature = feature,
                Threshold = threshold,
                MissingLeft = missingLeft,
                Score = score,
                LeftWeight = worker.Criterion.LeftWeight,
            };
        }
    }
}
