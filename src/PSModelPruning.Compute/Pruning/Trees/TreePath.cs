using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>The pruned trees of one decision tree. All of them are scored in one pass over the rows.</summary>
internal sealed class TreePath : PruningPath
{
    private readonly TreeModel _model;
    private readonly SubtreeSequence _sequence;

    /// <param name="model">The tree that is pruned.</param>
    /// <param name="sequence">Its pruned trees.</param>
    /// <param name="natural">The point where the method ends by its own rule; null for none.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="dataset">What the pruned models carry on.</param>
    /// <param name="options">The target and the seed, which the models' history names.</param>
    internal TreePath(TreeModel model, SubtreeSequence sequence, int? natural, string method, Dataset? dataset, PruningOptions options)
        : base(
            "node",
            [.. Enumerable.Range(0, sequence.Count).Select(point => Candidate(model, sequence, point, method, dataset, options))],
            natural
        )
    {
        _model = model;
        _sequence = sequence;
    }

    internal override bool IsPriced => true;

    internal override bool ScoresAllAtOnce => true;

    /// <inheritdoc/>
    /// <remarks>
    /// A tree that was pruned before is not the best at price 0, but just below the price at which its weakest link goes.
    /// </remarks>
    internal override double Representative(int point) =>
        point == 0 && _model.Nodes < _model.OriginalComplexity && _sequence.Count > 1 && _sequence.Alphas[1] > 0
            ? _sequence.Alphas[1] * (1 - 1e-6)
            : base.Representative(point);

    /// <inheritdoc/>
    /// <remarks>
    /// A row meets the same nodes in every pruned tree, and ends at the first of them that has become a leaf: its losses are constant
    /// between the points where a node of its way collapses.
    /// </remarks>
    internal override IReadOnlyList<PathLoss> Losses(
        IReadOnlyList<int> points,
        Dataset dataset,
        PartitionName partition,
        IWorkMonitor monitor
    )
    {
        PartitionView rows = PartitionView.Of(_model, dataset, partition);
        double[] sums = new double[_sequence.Count + 1],
            squares = new double[_sequence.Count + 1];
        int batch = ModelPredictor.BatchRows(_model);
        float[] buffer = [];
        for (int first = 0; first < rows.RowCount; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, rows.RowCount - first);
            ReadOnlySpan<float> inputs = rows.Rows(first, count, ref buffer);
            for (int i = 0; i < count; i++)
                Add(inputs.Slice(i * rows.Width, rows.Width), rows.Target(first + i), sums, squares);
        }
        for (int point = 1; point < _sequence.Count; point++)
        {
            sums[point] += sums[point - 1];
            squares[point] += squares[point - 1];
        }
        return [.. points.Select(point => new PathLoss(rows.RowCount, sums[point], squares[point]))];
    }

    /// <summary>Adds a row's loss at every point, as the differences from one point to the next.</summary>
    private void Add(ReadOnlySpan<float> row, float target, double[] sums, double[] squares)
    {
        DecisionTree tree = _sequence.Tree;
        int end = _sequence.Count;
        for (int node = 0; end > 0; node = tree.Next(node, row))
        {
            bool isLeaf = tree.Features[node] == DecisionTree.Leaf;
            int start = isLeaf ? 0 : _sequence.CollapsedAt(node);
            if (start < end)
            {
                double loss = PathLoss.OfRow(tree.Value(node), target, _model.Task);
                sums[start] += loss;
                sums[end] -= loss;
                squares[start] += loss * loss;
                squares[end] -= loss * loss;
                end = start;
            }
            if (isLeaf)
                break;
        }
    }

    private static PathCandidate Candidate(
        TreeModel model,
        SubtreeSequence sequence,
        int point,
        string method,
        Dataset? dataset,
        PruningOptions options
    ) =>
        new(sequence.NodeCount(point), sequence.Alphas[point], () =>
            new TreeModel(
                PathResult.Describe(model, method, dataset, options, sequence.NodeCount(point)),
                sequence.At(point),
                model.Options
            )
        )
        {
            Leaves = sequence.LeafCounts[point],
            Risk = sequence.Risks[point],
        };
}
