using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Boosting;

/// <summary>
/// Grows the trees of boosting: the leaf whose split lowers the loss most is split next, splits lie between bins, and of two children only
/// the one with fewer rows is summed, the other's sums being the parent's less those (Ke et al. 2017, "LightGBM"). One tree at a time.
/// </summary>
internal sealed class GradientTreeGrower
{
    private readonly BinnedColumns _bins;
    private readonly BoostingOptions _options;
    private readonly SplitLimits _limits;
    private readonly GradientHistograms _histograms;
    private readonly NodeTable _nodes = new();
    private readonly float[] _gradients,
        _curvatures;
    private readonly int[] _rows,
        _spare,
        _features;
    private readonly int _featureCount;

    internal GradientTreeGrower(BinnedColumns bins, int width, int rows, BoostingOptions options)
    {
        _bins = bins;
        _options = options;
        _limits = new SplitLimits(options.Tree);
        _histograms = new GradientHistograms(bins, width, options.Tree.Threads);
        _gradients = new float[rows];
        _curvatures = new float[rows];
        _rows = new int[rows];
        _spare = new int[rows];
        _features = new int[width];
        _featureCount = MaxFeaturesRule.Count(options.Tree.MaxFeatures, width);
    }

    /// <summary>Grows a tree whose values are what the learning rate makes of the best ones.</summary>
    /// <param name="rows">The rows to learn from, ascending.</param>
    /// <param name="gradients">First derivatives of all rows.</param>
    /// <param name="curvatures">Second ones.</param>
    /// <param name="seed">The seed of the order in which inputs are drawn for each split.</param>
    /// <param name="cancellation">Looked at for every node.</param>
    internal DecisionTree Grow(ReadOnlySpan<int> rows, float[] gradients, float[] curvatures, ulong seed, CancellationToken cancellation)
    {
        rows.CopyTo(_rows);
        _nodes.Clear(1);
        var sums = new GradientCell { Count = rows.Length };
        foreach (int row in rows)
        {
            sums.Gradient += gradients[row];
            sums.Curvature += curvatures[row];
        }
        var open = new List<OpenNode>();
        TreeOptions limits = _options.Tree;
        int leaves = 1;
        var root = new OpenNode
        {
            Count = rows.Length,
            Sums = sums,
            Seed = seed,
        };
        root.Node = Add(root);
        if (IsSplittable(root))
        {
            root.Histogram = _histograms.Take();
            Fill(root, gradients, curvatures);
            Open(root, open);
        }
        while (open.Count > 0 && (limits.MaxLeaves == 0 || leaves < limits.MaxLeaves))
        {
            cancellation.ThrowIfCancellationRequested();
            Split(TakeBest(open), open, gradients, curvatures);
            leaves++;
        }
        foreach (OpenNode node in open)
            _histograms.Return(node.Histogram!);
        return _nodes.ToTree(out _);
    }

    private void Split(OpenNode node, List<OpenNode> open, float[] gradients, float[] curvatures)
    {
        int leftCount = Partition(node);
        var left = new OpenNode
        {
            First = node.First,
            Count = leftCount,
            Depth = node.Depth + 1,
            Sums = node.Split.Left,
            Seed = SplitMix.Mix(node.Seed, 0),
        };
        var right = new OpenNode
        {
            First = node.First + leftCount,
            Count = node.Count - leftCount,
            Depth = node.Depth + 1,
            Sums = node.Sums.Less(node.Split.Left),
            Seed = SplitMix.Mix(node.Seed, 1),
        };
        left.Node = Add(left);
        right.Node = Add(right);
        _nodes.Split(
            node.Node,
            new NodeSplit
            {
                Feature = node.Split.Feature,
                MissingLeft = node.Split.MissingLeft,
                // Where all values go left, only missing ones go right.
                Threshold =
                    node.Split.Bin < _bins.ValueBins(node.Split.Feature) - 1
                        ? _bins.Threshold(node.Split.Feature, node.Split.Bin)
                        : float.PositiveInfinity,
            },
            left.Node,
            right.Node
        );
        bool growsLeft = IsSplittable(left),
            growsRight = IsSplittable(right);
        if (!growsLeft && !growsRight)
        {
            _histograms.Return(node.Histogram!);
            return;
        }
        bool leftIsSmall = left.Count <= right.Count;
        OpenNode small = leftIsSmall ? left : right,
            large = leftIsSmall ? right : left;
        small.Histogram = _histograms.Take();
        large.Histogram = node.Histogram;
        Fill(small, gradients, curvatures);
        if (leftIsSmall ? growsRight : growsLeft)
            GradientHistograms.Subtract(large.Histogram!, small.Histogram);
        // The left child first, whichever is smaller, so that equal gains are split in a fixed order.
        Settle(leftIsSmall ? small : large, growsLeft, open);
        Settle(leftIsSmall ? large : small, growsRight, open);
    }

    private void Settle(OpenNode node, bool grows, List<OpenNode> open)
    {
        if (grows)
            Open(node, open);
        else
            _histograms.Return(node.Histogram!);
    }

    private int Add(in OpenNode leaf)
    {
        int node = _nodes.Add(leaf.Sums.Count, -leaf.Sums.Fall(_options.L2) / leaf.Sums.Count, leaf.First, leaf.Count);
        _nodes.Value(node)[0] = (float)(_options.LearningRate * leaf.Sums.Value(_options.L2));
        return node;
    }

    private bool IsSplittable(in OpenNode node) => _limits.Allow(node.Count, node.Depth);

    private void Fill(in OpenNode node, float[] gradients, float[] curvatures)
    {
        for (int i = 0; i < node.Count; i++)
        {
            int row = _rows[node.First + i];
            _gradients[i] = gradients[row];
            _curvatures[i] = curvatures[row];
        }
        _histograms.Fill(node.Histogram!, new ArraySegment<int>(_rows, node.First, node.Count), _gradients, _curvatures);
    }

    /// <summary>Looks for the node's best split; a node without one stays a leaf.</summary>
    private void Open(OpenNode node, List<OpenNode> open)
    {
        GradientSplit best = GradientSplit.None;
        var random = new SplitMix(node.Seed);
        for (int i = 0; i < _features.Length; i++)
            _features[i] = i;
        for (int i = 0; i < _featureCount; i++)
        {
            // Also where all are looked at: of equal splits the first is taken, which must not be that of the first column.
            random.Draw(_features, i);
            GradientSplit.Look(ref best, _bins, _features[i], _histograms.Of(node.Histogram!, _features[i]), node.Sums, _options);
        }
        if (best.Feature < 0 || best.Gain < _options.Tree.MinImpurityDecrease * _rows.Length)
        {
            _histograms.Return(node.Histogram!);
            return;
        }
        node.Split = best;
        open.Add(node);
    }

    private static OpenNode TakeBest(List<OpenNode> open)
    {
        int best = 0;
        for (int i = 1; i < open.Count; i++)
        {
            if (open[i].Split.Gain > open[best].Split.Gain)
                best = i;
        }
        OpenNode node = open[best];
        open.RemoveAt(best);
        return node;
    }

    /// <summary>Puts the rows that go left before those that go right, both in their order.</summary>
    private int Partition(in OpenNode node)
    {
        byte[] column = _bins.Column(node.Split.Feature);
        int missing = _bins.MissingBin(node.Split.Feature),
            left = node.First,
            right = 0;
        for (int i = node.First; i < node.First + node.Count; i++)
        {
            int row = _rows[i],
                bin = column[row];
            bool goesLeft = bin == missing ? node.Split.MissingLeft : bin <= node.Split.Bin;
            if (goesLeft)
                _rows[left++] = row;
            else
                _spare[right++] = row;
        }
        Array.Copy(_spare, 0, _rows, left, right);
        return left - node.First;
    }

    private struct OpenNode
    {
        internal int Node,
            First,
            Count,
            Depth;
        internal ulong Seed;
        internal GradientCell Sums;
        internal GradientCell[]? Histogram;
        internal GradientSplit Split;
    }
}
