using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Tests.Training.Trees;

/// <summary>
/// A tree grown from the definitions alone: every midpoint of every input is tried, and impurities are computed from the rows of each side.
/// </summary>
internal sealed class BruteForceTree(
    float[][] columns,
    float[] targets,
    float[]? weights,
    string criterion,
    int classes,
    int minLeaf = 1,
    int maxDepth = 0
)
{
    private const double Tolerance = 1e-9;

    internal sealed record Node(
        int Feature,
        float Threshold,
        bool MissingLeft,
        double Weight,
        double Impurity,
        int[] Rows,
        Node? Left,
        Node? Right
    )
    {
        /// <summary>The nodes in preorder.</summary>
        internal IEnumerable<Node> All() => Left is null ? [this] : [this, .. Left.All(), .. Right!.All()];
    }

    internal Node Grow(int[] rows, int depth = 0, ulong seed = 0)
    {
        double impurity = Impurity(rows),
            weight = rows.Sum(Weight);
        var leaf = new Node(-1, 0, false, weight, impurity, rows, null, null);
        if (impurity < Tolerance || rows.Length < 2 * minLeaf || rows.Length < 2 || (maxDepth > 0 && depth == maxDepth))
            return leaf;
        var best = new List<(int Feature, float Threshold, bool MissingLeft, double Gain, double SplitInformation)>();
        for (int feature = 0; feature < columns.Length; feature++)
        {
            if (BestOf(feature, rows, impurity, weight) is { } split)
                best.Add(split);
        }
        if (criterion == "GainRatio")
        {
            best = [.. best.Where(s => s.Gain > Tolerance)];
            double average = best.Count > 0 ? best.Average(s => s.Gain) : 0;
            best = [.. best.Where(s => s.Gain >= average - Tolerance)];
        }
        if (best.Count == 0)
            return leaf;
        double greatest = best.Max(Worth);
        var chosen = best.Where(split => Worth(split) >= greatest - Tolerance).MinBy(split => SplitChoice.Place(seed, split.Feature));
        (int[] left, int[] right) = Divide(rows, chosen.Feature, chosen.Threshold, chosen.MissingLeft);
        return leaf with
        {
            Feature = chosen.Feature,
            Threshold = chosen.Threshold,
            MissingLeft = chosen.MissingLeft,
            Left = Grow(left, depth + 1, SplitMix.Mix(seed, 0)),
            Right = Grow(right, depth + 1, SplitMix.Mix(seed, 1)),
        };

        double Worth((int Feature, float Threshold, bool MissingLeft, double Gain, double SplitInformation) split) =>
            criterion == "GainRatio" ? split.Gain / split.SplitInformation : split.Gain;
    }

    private (int, float, bool, double, double)? BestOf(int feature, int[] rows, double impurity, double weight)
    {
        float[] column = columns[feature];
        float[] values = [.. rows.Select(r => column[r]).Where(v => !float.IsNaN(v)).Distinct().Order()];
        bool anyMissing = rows.Any(r => float.IsNaN(column[r]));
        (int, float, bool, double Gain, double)? best = null;
        foreach (bool missingLeft in anyMissing ? [false, true] : new[] { false })
        {
            var thresholds = values.Zip(values.Skip(1), (a, b) => (float)(((double)a + b) / 2)).ToList();
            if (anyMissing && !missingLeft && values.Length > 0)
                thresholds.Add(float.PositiveInfinity);
            foreach (float threshold in thresholds)
            {
                (int[] left, int[] right) = Divide(rows, feature, threshold, missingLeft);
                if (left.Length < minLeaf || right.Length < minLeaf)
                    continue;
                double p = left.Sum(Weight) / weight,
                    q = right.Sum(Weight) / weight;
                double gain = impurity - p * Impurity(left) - q * Impurity(right);
                if (best is null || gain > best.Value.Gain + Tolerance)
                    best = (
                        feature,
                        threshold,
                        anyMissing ? missingLeft : left.Length >= right.Length,
                        gain,
                        -p * Math.Log2(p) - q * Math.Log2(q)
                    );
            }
        }
        return best;
    }

    private (int[] Left, int[] Right) Divide(int[] rows, int feature, float threshold, bool missingLeft)
    {
        ILookup<bool, int> sides = rows.ToLookup(r => float.IsNaN(columns[feature][r]) ? missingLeft : columns[feature][r] <= threshold);
        return ([.. sides[true]], [.. sides[false]]);
    }

    private double Weight(int row) => weights?[row] ?? 1;

    private double Impurity(int[] rows)
    {
        double all = rows.Sum(Weight);
        double[] parts = [.. Enumerable.Range(0, Math.Max(classes, 1)).Select(k => rows.Where(r => targets[r] == k).Sum(Weight) / all)];
        double mean = rows.Sum(r => Weight(r) * targets[r]) / all;
        return criterion switch
        {
            "Gini" => 1 - parts.Sum(p => p * p),
            "Entropy" or "GainRatio" => -parts.Where(p => p > 0).Sum(p => p * Math.Log2(p)),
            "SquaredError" => rows.Sum(r => Weight(r) * (targets[r] - mean) * (targets[r] - mean)) / all,
            // The least sum over all candidates for the centre: a median is among the targets.
            _ => rows.Min(centre => rows.Sum(r => Weight(r) * Math.Abs(targets[r] - targets[centre]))) / all,
        };
    }
}
