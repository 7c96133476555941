using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Finds the best split of a node.</summary>
internal sealed class SplitSearch<TCriterion>
    where TCriterion : struct, ISplitCriterion
{
    private readonly TrainingColumns _columns;
    private readonly TreeOptions _options;
    private readonly bool _randomThresholds;
    private readonly int _featureCount;
    private readonly int[] _features;
#pragma warning disable IDE0044 // Its methods change it: a readonly field would give them copies.
    private TCriterion _criterion;
#pragma warning restore IDE0044

    internal SplitSearch(TrainingColumns columns, TreeOptions options, TCriterion criterion, bool randomThresholds)
    {
        _columns = columns;
        _options = options;
        _criterion = criterion;
        _randomThresholds = randomThresholds;
        _featureCount = MaxFeaturesRule.Count(options.MaxFeatures, columns.Width);
        _features = [.. Enumerable.Range(0, columns.Width)];
    }

    internal int OutputCount => _criterion.OutputCount;

    internal NodeStatistics Enter(ReadOnlySpan<int> rows) => _criterion.Enter(rows);

    internal void Value(Span<float> value) => _criterion.Value(value);

    internal NodeSplit Find(ReadOnlySpan<int> rows, ulong seed, out double decrease)
    {
        var random = new SplitMix(seed);
        for (int i = 0; i < _features.Length; i++)
            _features[i] = i;
        int looked = 0, splittable = 0;
        NodeSplit best = NodeSplit.None;
        while (looked < _features.Length && (looked < _featureCount || splittable == 0))
        {
            if (_featureCount < _features.Length)
            {
                int drawn = looked + random.Next(_features.Length - looked);
                (_features[looked], _features[drawn]) = (_features[drawn], _features[looked]);
            }
            if (Look(rows, _features[looked++], ref random, ref best))
                splittable++;
        }
        decrease = best.Feature < 0 ? 0 : _criterion.Decrease(best.Score);
        return best;
    }

    private bool Look(ReadOnlySpan<int> rows, int feature, ref SplitMix random, ref NodeSplit best)
    {
        float[] column = _columns.Column(feature);
        int[] order = rows.ToArray();
        var keys = new float[order.Length];
        int known = 0, missing = order.Length;
        foreach (int row in rows)
        {
            if (float.IsNaN(column[row]))
                order[--missing] = row;
            else
                order[known++] = row;
        }
        for (int i = 0; i < known; i++)
            keys[i] = column[order[i]];
        Array.Sort(keys, order, 0, known);
        if (known == 0 || (known == order.Length && keys[0] == keys[known - 1]))
            return false;
        if (_randomThresholds)
        {
            float at = (float)(keys[0] + random.NextDouble() * ((double)keys[known - 1] - keys[0]));
            float low = keys[0], high = keys[known - 1];
            at = at >= high ? low : at;
            Scan(feature, keys, order, known, 0, ref best, at);
            if (known < order.Length)
                ScanMissingLeft(feature, keys, order, known, ref best, at);
            return true;
        }
        Scan(feature, keys, order, known, 0, ref best, float.NaN);
        if (known < order.Length)
            ScanMissingLeft(feature, keys, order, known, ref best, float.NaN);
        return true;
    }

    private void ScanMissingLeft(int feature, float[] keys, int[] order, int known, ref NodeSplit best, float at)
    {
        int[] turned = [.. order.AsSpan(known), .. order.AsSpan(0, known)];
        Scan(feature, keys, turned, known, order.Length - known, ref best, at);
    }

    private void Scan(int feature, float[] keys, int[] order, int known, int missingFirst, ref NodeSplit best, float at)
    {
        _criterion.Begin(order);
        for (int i = 0; i < missingFirst; i++)
            _criterion.Move(order[i]);
        for (int i = 0; i < known; i++)
        {
            _criterion.Move(order[missingFirst + i]);
            int left = missingFirst + i + 1, right = order.Length - left;
            bool last = i == known - 1;
            if (right == 0 || (!last && keys[i] == keys[i + 1]) || left < _options.MinLeafSamples || right < _options.MinLeafSamples)
                continue;
            if (!float.IsNaN(at) && !last && !(keys[i] <= at && keys[i + 1] > at))
                continue;
            double score = _criterion.Score();
            if (!(score > best.Score) && !(score == best.Score && feature < best.Feature))
                continue;
            best = new NodeSplit
            {
                Feature = feature,
                Threshold = last ? float.PositiveInfinity : float.IsNaN(at) ? Thresholds.Between(keys[i], keys[i + 1]) : at,
                MissingLeft = missingFirst > 0 || (known == order.Length && left >= right),
                Score = score,
                LeftCount = left,
            };
        }
    }
}
