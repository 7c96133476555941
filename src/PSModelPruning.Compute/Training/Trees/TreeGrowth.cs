using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees.Criteria;
using PSModelPruning.Compute.Training.Trees.Searches;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// Grows trees by one criterion. Large nodes are grown one after another, with the inputs shared out to the threads; then the subtrees
/// below are shared out. What a node becomes depends on its rows and its seed alone, so that the tree is the same for any number of
/// threads.
/// </summary>
internal sealed class TreeGrowth<TCriterion> : ITreeGrowth
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    // A node of fewer values (rows times inputs) is looked at by one thread: waking others takes longer.
    private const long ValuesForThreads = 20_000;

    // Rounding may leave this much impurity, or take it from a decrease.
    private const double Rounding = 2.3e-16;

    private readonly TrainingColumns _columns;
    private readonly TreeOptions _options;
    private readonly SplitLimits _limits;
    private readonly TCriterion _prototype;
    private readonly SplitSearch<TCriterion> _search;
    private readonly int _threads,
        _featureCount;
    private readonly SplitWorker<TCriterion>[] _workers;
    private readonly int[] _allFeatures;
    private readonly NodeTable _nodes = new();
    private readonly int[] _rows,
        _spare;
    private double _totalWeight;

    internal TreeGrowth(TrainingColumns columns, TreeOptions options, bool randomThresholds, TCriterion prototype)
    {
        _columns = columns;
        _options = options;
        _limits = new SplitLimits(options);
        _prototype = prototype;
        _threads = ThreadLimit.Of(options.Threads);
        _featureCount = MaxFeaturesRule.Count(options.MaxFeatures, columns.Width);
        _allFeatures = [.. Enumerable.Range(0, columns.Width)];
        _search = SplitSearches.For(columns, options, randomThresholds, _featureCount, prototype);
        _workers = new SplitWorker<TCriterion>[_threads];
        _rows = new int[columns.RowCount];
        _spare = new int[columns.RowCount];
    }

    public DecisionTree Grow(TreeTarget target, float[]? weights, ulong seed, int[]? leafOfRow, CancellationToken cancellation)
    {
        for (int i = 0; i < _workers.Length; i++)
        {
            TCriterion criterion = _prototype.For(target, weights);
            if (_workers[i] is null)
                _workers[i] = new SplitWorker<TCriterion>(criterion, _columns.Width);
            else
                _workers[i].Criterion = criterion;
            _workers[i].Nodes.Clear(target.OutputCount);
        }
        int count = TakeRows(weights);
        _search.Start(_rows, count, _threads);
        _nodes.Clear(target.OutputCount);
        if (count > 0)
        {
            GrowingNode root = new() { Count = count, Seed = seed };
            bool grows = Make(_workers[0], _nodes, ref root);
            foreach (SplitWorker<TCriterion> other in _workers.AsSpan(1))
                other.Criterion.Adopt(_workers[0].Criterion);
            if (_options.MaxLeaves > 0)
                GrowBestFirst(root, grows, cancellation);
            else
                GrowAll(root, grows, cancellation);
        }
        DecisionTree tree = _nodes.ToTree(out int[] position);
        if (leafOfRow is not null)
            _nodes.WriteLeaves(_rows, position, leafOfRow);
        return tree;
    }

    private int TakeRows(float[]? weights)
    {
        int count = 0;
        _totalWeight = 0;
        for (int row = 0; row < _columns.RowCount; row++)
        {
            double weight = weights is null ? 1 : weights[row];
            if (!(weight > 0))
                continue;
            _rows[count++] = row;
            _totalWeight += weight;
        }
        return count;
    }

    /// <summary>Grows every node until it must be a leaf.</summary>
    private void GrowAll(GrowingNode root, bool grows, CancellationToken cancellation)
    {
        if (!grows)
            return;
        var subtrees = new List<Subtree>();
        int large = _threads > 1 ? Math.Max(512, root.Count / (4 * _threads)) : int.MaxValue;
        var open = new Stack<GrowingNode>();
        open.Push(root);
        while (open.TryPop(out GrowingNode node))
        {
            if (node.Count < large)
            {
                subtrees.Add(new Subtree { Root = node });
                continue;
            }
            cancellation.ThrowIfCancellationRequested();
            Grow(_workers[0], _nodes, ref node, open, _threads);
        }
        if (subtrees.Count == 1)
        {
            GrowSubtree(_workers[0], _nodes, subtrees[0].Root, cancellation);
            return;
        }
        // The largest first, so that the threads end at about the same time.
        subtrees.Sort((a, b) => b.Root.Count != a.Root.Count ? b.Root.Count.CompareTo(a.Root.Count) : a.Root.First.CompareTo(b.Root.First));
        int next = -1;
        CoreLoop.Run(
            _threads,
            index =>
            {
                SplitWorker<TCriterion> worker = _workers[index];
                for (int i = Interlocked.Increment(ref next); i < subtrees.Count; i = Interlocked.Increment(ref next))
                {
                    // The root is in the main table already; its copy in the worker's takes its place when the tables are joined.
                    GrowingNode copy = subtrees[i].Root;
                    copy.Node = worker.Nodes.Copy(_nodes, copy.Node);
                    subtrees[i].Worker = index;
                    subtrees[i].Copy = copy.Node;
                    GrowSubtree(worker, worker.Nodes, copy, cancellation);
                }
            },
            threads: _threads
        );
        int[] offsets = [.. _workers.Select(worker => _nodes.Append(worker.Nodes))];
        foreach (Subtree subtree in subtrees)
            _nodes.Replace(subtree.Root.Node, offsets[subtree.Worker] + subtree.Copy);
    }

    private void GrowSubtree(SplitWorker<TCriterion> worker, NodeTable nodes, GrowingNode root, CancellationToken cancellation)
    {
        var open = new Stack<GrowingNode>();
        open.Push(root);
        while (open.TryPop(out GrowingNode node))
        {
            cancellation.ThrowIfCancellationRequested();
            Grow(worker, nodes, ref node, open, 1);
        }
    }

    /// <summary>Splits the node that lowers the impurity most, again and again, until there are enough leaves.</summary>
    private void GrowBestFirst(GrowingNode root, bool grows, CancellationToken cancellation)
    {
        SplitWorker<TCriterion> worker = _workers[0];
        // Of equal falls the older node: the order of a queue's equal members is not defined.
        var open = new PriorityQueue<GrowingNode, (double Decrease, int Age)>();
        if (grows)
            Consider(root);
        for (int leaves = 1; leaves < _options.MaxLeaves && open.TryDequeue(out GrowingNode node, out _); leaves++)
        {
            cancellation.ThrowIfCancellationRequested();
            Split(
                worker,
                _nodes,
                ref node,
                Threads(node),
                out GrowingNode left,
                out bool growsLeft,
                out GrowingNode right,
                out bool growsRight
            );
            if (growsLeft)
                Consider(left);
            if (growsRight)
                Consider(right);
        }

        void Consider(GrowingNode node)
        {
            if (Find(worker, ref node, Threads(node)))
                open.Enqueue(node, (-node.Decrease, node.Node));
            else
                _search.Leave(ref node);
        }
    }

    private int Threads(in GrowingNode node) => (long)node.Count * _featureCount >= ValuesForThreads ? _threads : 1;

    private void Grow(SplitWorker<TCriterion> worker, NodeTable nodes, ref GrowingNode node, Stack<GrowingNode> open, int threads)
    {
        if (Find(worker, ref node, threads))
        {
            Split(worker, nodes, ref node, threads, out GrowingNode left, out bool growsLeft, out GrowingNode right, out bool growsRight);
            if (growsRight)
                open.Push(right);
            if (growsLeft)
                open.Push(left);
        }
        _search.Leave(ref node);
    }

    /// <summary>Adds a node to a table.</summary>
    /// <returns>Whether it may be split.</returns>
    private bool Make(SplitWorker<TCriterion> worker, NodeTable nodes, ref GrowingNode node)
    {
        NodeStatistics statistics = worker.Criterion.Enter(_rows.AsSpan(node.First, node.Count));
        node.Node = nodes.Add(statistics.Weight, statistics.Impurity, node.First, node.Count);
        worker.Criterion.Value(nodes.Value(node.Node));
        return statistics.Impurity > Rounding && _limits.Allow(node.Count, node.Depth);
    }

    /// <summary>Finds a node's best split.</summary>
    /// <returns>False where there is none that is good enough.</returns>
    private bool Find(SplitWorker<TCriterion> worker, ref GrowingNode node, int threads)
    {
        worker.Criterion.Enter(_rows.AsSpan(node.First, node.Count));
        _search.Enter(worker, ref node);
        int looked = _featureCount < _columns.Width ? LookAtSome(worker, node, threads) : LookAtAll(worker, node, threads);
        node.IsHistogramFilled = node.Histogram is not null;
        node.Split = SplitChoice.Best(worker.Found.AsSpan(0, looked), ref worker.Criterion, node.Seed);
        if (node.Split.Feature < 0)
            return false;
        node.Decrease = worker.Criterion.Decrease(node.Split.Score) * worker.Criterion.Weight / _totalWeight;
        return node.Decrease + Rounding >= _options.MinImpurityDecrease;
    }

    private int LookAtAll(SplitWorker<TCriterion> worker, GrowingNode node, int threads)
    {
        if (threads > 1)
            LookWithThreads(worker, node, _allFeatures, threads);
        else
        {
            for (int feature = 0; feature < _allFeatures.Length; feature++)
                _search.Look(worker, node, feature, out worker.Found[feature]);
        }
        return _allFeatures.Length;
    }

    /// <summary>Looks at inputs that are drawn without replacement; at more than asked for while all so far have one value only.</summary>
    private int LookAtSome(SplitWorker<TCriterion> worker, GrowingNode node, int threads)
    {
        var random = new SplitMix(node.Seed);
        int[] features = worker.Features;
        _allFeatures.CopyTo(features, 0);
        int looked = 0;
        bool any = false;
        for (; looked < _featureCount; looked++)
            random.Draw(features, looked);
        if (threads > 1)
            any = LookWithThreads(worker, node, features.AsMemory(0, looked), threads);
        else
        {
            for (int i = 0; i < looked; i++)
                any |= _search.Look(worker, node, features[i], out worker.Found[i]);
        }
        for (; looked < features.Length && !any; looked++)
        {
            random.Draw(features, looked);
            any = _search.Look(worker, node, features[looked], out worker.Found[looked]);
        }
        return looked;
    }

    private bool LookWithThreads(SplitWorker<TCriterion> worker, GrowingNode node, ReadOnlyMemory<int> features, int threads)
    {
        int next = -1,
            varying = 0;
        NodeSplit[] found = worker.Found;
        CoreLoop.Run(
            threads,
            index =>
            {
                SplitWorker<TCriterion> own = _workers[index];
                if (!ReferenceEquals(own, worker))
                    own.Criterion.Adopt(worker.Criterion);
                for (int i = Interlocked.Increment(ref next); i < features.Length; i = Interlocked.Increment(ref next))
                {
                    if (_search.Look(own, node, features.Span[i], out found[i]))
                        Interlocked.Increment(ref varying);
                }
            },
            threads: threads
        );
        return varying > 0;
    }

    /// <summary>Divides a node's rows and makes its children.</summary>
    private void Split(
        SplitWorker<TCriterion> worker,
        NodeTable nodes,
        ref GrowingNode node,
        int threads,
        out GrowingNode left,
        out bool growsLeft,
        out GrowingNode right,
        out bool growsRight
    )
    {
        int leftCount = Divide(node);
        left = new GrowingNode
        {
            First = node.First,
            Count = leftCount,
            Depth = node.Depth + 1,
            Seed = SplitMix.Mix(node.Seed, 0),
        };
        right = new GrowingNode
        {
            First = node.First + leftCount,
            Count = node.Count - leftCount,
            Depth = node.Depth + 1,
            Seed = SplitMix.Mix(node.Seed, 1),
        };
        growsLeft = Make(worker, nodes, ref left);
        growsRight = Make(worker, nodes, ref right);
        nodes.Split(node.Node, node.Split, left.Node, right.Node);
        _search.Divide(worker, ref node, ref left, growsLeft, ref right, growsRight, threads);
    }

    /// <summary>Brings the rows that go left before those that go right, each in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Divide(in GrowingNode node)
    {
        Span<int> rows = _rows.AsSpan(node.First, node.Count),
            spare = _spare.AsSpan(node.First, node.Count);
        float[] column = _columns.Column(node.Split.Feature);
        float threshold = node.Split.Threshold;
        bool missingLeft = node.Split.MissingLeft;
        int left = 0,
            right = 0;
        foreach (int row in rows)
        {
            float value = column[row];
            bool isLeft = value <= threshold || (missingLeft && float.IsNaN(value));
            rows[left] = row;
            spare[right] = row;
            left += isLeft ? 1 : 0;
            right += isLeft ? 0 : 1;
        }
        spare[..right].CopyTo(rows[left..]);
        return left;
    }

    private sealed class Subtree
    {
        internal GrowingNode Root;
        internal int Worker;
        internal int Copy;
    }
}
