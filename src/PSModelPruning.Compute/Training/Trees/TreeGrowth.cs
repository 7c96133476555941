using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>One tree that grows.</summary>
internal sealed class TreeGrowth<TCriterion>
    where TCriterion : struct, ISplitCriterion
{
    private readonly TreeOptions _options;
    private readonly SplitSearch<TCriterion> _search;
    private readonly NodeTable _nodes = new();
    private int[] _rows = [];
    private double _totalWeight;

    private readonly TrainingColumns _columns;

    internal TreeGrowth(TrainingColumns columns, TreeOptions options, TCriterion criterion, bool randomThresholds)
    {
        _columns = columns;
        _options = options;
        _search = new SplitSearch<TCriterion>(columns, options, criterion, randomThresholds);
    }

    internal DecisionTree Grow(float[]? weights, ulong seed, int[]? leafOfRow, CancellationToken cancellation)
    {
        _rows = Rows(weights);
        _nodes.Clear(_search.OutputCount);
        var open = new List<OpenNode>();
        Open(new OpenNode { Parent = -1, Count = _rows.Length, Seed = seed }, open);
        int leaves = 1, most = _options.MaxLeaves > 0 ? _options.MaxLeaves : int.MaxValue;
        while (open.Count > 0 && leaves < most)
        {
            cancellation.ThrowIfCancellationRequested();
            int next = open.Count - 1;
            if (_options.MaxLeaves > 0)
            {
                for (int i = 0; i < open.Count; i++)
                {
                    if (open[i].Gain > open[next].Gain)
                        next = i;
                }
            }
            OpenNode node = open[next];
            open.RemoveAt(next);
            int middle = node.First + Partition(node);
            _nodes.Split(node.Node, node.Split);
            leaves++;
            Open(new OpenNode { Parent = node.Node, First = middle, Count = node.First + node.Count - middle, Depth = node.Depth + 1, Seed = SplitMix.Mix(node.Seed, 1) }, open);
            Open(new OpenNode { Parent = node.Node, IsLeft = true, First = node.First, Count = middle - node.First, Depth = node.Depth + 1, Seed = SplitMix.Mix(node.Seed, 0) }, open);
        }
        DecisionTree tree = _nodes.ToTree(out _);
        if (leafOfRow is not null)
            FindLeaves(tree, leafOfRow);
        return tree;
    }

    private void FindLeaves(DecisionTree tree, int[] leafOfRow)
    {
        var row = new float[_columns.Width];
        foreach (int index in _rows)
        {
            for (int i = 0; i < row.Length; i++)
                row[i] = _columns.Column(i)[index];
            leafOfRow[index] = tree.LeafOf(row);
        }
    }

    private int[] Rows(float[]? weights)
    {
        var rows = new List<int>(_columns.RowCount);
        for (int row = 0; row < _columns.RowCount; row++)
        {
            double weight = weights is null ? 1 : weights[row];
            if (weight > 0)
            {
                rows.Add(row);
                _totalWeight += weight;
            }
        }
        return rows.ToArray();
    }

    private void Open(OpenNode node, List<OpenNode> open)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(node.First, node.Count);
        NodeStatistics statistics = _search.Enter(rows);
        node.Node = _nodes.Add(statistics.Weight, statistics.Impurity);
        _search.Value(_nodes.Value(node.Node));
        if (node.Parent >= 0)
            _nodes.SetChild(node.Parent, node.IsLeft, node.Node);
        if (statistics.IsPure || node.Count < _options.MinSplitSamples || node.Count < 2 * _options.MinLeafSamples
            || (_options.MaxDepth > 0 && node.Depth >= _options.MaxDepth))
            return;
        node.Split = _search.Find(rows, node.Seed, out double decrease);
        node.Gain = decrease * statistics.Weight / _totalWeight;
        if (node.Split.Feature < 0 || node.Gain + 2.3e-16 < _options.MinImpurityDecrease)
            return;
        open.Add(node);
    }

    private int Partition(OpenNode node)
    {
        Span<int> rows = _rows.AsSpan(node.First, node.Count);
        float[] column = _columns.Column(node.Split.Feature);
        var right = new List<int>();
        int left = 0;
        foreach (int row in rows)
        {
            float value = column[row];
            if (float.IsNaN(value) ? node.Split.MissingLeft : value <= node.Split.Threshold)
                rows[left++] = row;
            else
                right.Add(row);
        }
        for (int i = 0; i < right.Count; i++)
            rows[left + i] = right[i];
        return left;
    }

    private struct OpenNode
    {
        internal int Node, Parent, First, Count, Depth;
        internal bool IsLeft;
        internal ulong Seed;
        internal double Gain;
        internal NodeSplit Split;
    }
}
