using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// What a tree of another program's file lacks: how many training rows reach each node, how mixed they are, and what a split would predict
/// as a leaf. All follow from the training rows of a data set. Leaves keep what they predict.
/// </summary>
internal static class RowCounts
{
    private const int Batch = 4096;

    /// <summary>The trees of a model with their rows counted; those of a trained model are counted already.</summary>
    /// <param name="model">A tree or a forest.</param>
    /// <param name="trees">Its trees.</param>
    /// <param name="dataset">The data as the model takes it; null where there is none.</param>
    /// <param name="method">Who needs the counts.</param>
    /// <param name="monitor">Receives a message; cancellation.</param>
    /// <exception cref="ComputeException"><c>RowCountsMissing</c>: they are not known and there are no rows to count.</exception>
    internal static IReadOnlyList<DecisionTree> Of(
        Model model,
        IReadOnlyList<DecisionTree> trees,
        Dataset? dataset,
        string method,
        IWorkMonitor monitor
    )
    {
        if (trees.All(tree => tree.IsCounted))
            return trees;
        if (dataset is null || dataset.TrainingRows == 0)
            throw PruningErrors.RowCountsMissing(model, method);
        monitor.Verbose(
            $"The file of '{model.Name}' does not tell how many rows reached the nodes of its trees. The "
                + $"{dataset.TrainingRows:N0} training rows of '{dataset.Name}' are counted."
        );
        PartitionView rows = PartitionView.Of(model, dataset, PartitionName.Training);
        NodeSums[] sums = [.. trees.Select(tree => new NodeSums(tree, model.OutputCount))];
        float[] buffer = [];
        for (int first = 0; first < rows.RowCount; first += Batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(Batch, rows.RowCount - first);
            ReadOnlySpan<float> inputs = rows.Rows(first, count, ref buffer);
            for (int i = 0; i < count; i++)
            {
                foreach (NodeSums own in sums)
                    own.Add(inputs.Slice(i * rows.Width, rows.Width), rows.Target(first + i));
            }
        }
        return [.. sums.Select((own, t) => trees[t].IsCounted ? trees[t] : own.Counted())];
    }

    /// <summary>The refusal of a method that needs how many training rows each leaf predicts rightly.</summary>
    /// <exception cref="ComputeException"><c>RowCountsMissing</c>.</exception>
    internal static void Require(TreeModel model, string method)
    {
        if (!model.Tree.IsCounted)
            throw PruningErrors.LeafCountsMissing(model, method);
    }

    /// <summary>Sums over the rows that reach each node of a tree.</summary>
    private sealed class NodeSums(DecisionTree tree, int outputs)
    {
        private readonly double[] _rows = new double[tree.NodeCount];

        // Rows of each class; or the sum of the targets' differences from the root's first one, and of their squares.
        private readonly double[] _sums = new double[tree.NodeCount * Width(outputs)];
        private double? _origin;

        private static int Width(int outputs) => Math.Max(2, outputs);

        internal void Add(ReadOnlySpan<float> row, float target)
        {
            _origin ??= target;
            for (int node = 0; ; node = tree.Next(node, row))
            {
                _rows[node]++;
                if (outputs > 1)
                {
                    _sums[node * Width(outputs) + (int)target]++;
                }
                else
                {
                    double difference = target - _origin.Value;
                    _sums[2 * node] += difference;
                    _sums[2 * node + 1] += difference * difference;
                }
                if (tree.Features[node] == DecisionTree.Leaf)
                    return;
            }
        }

        internal DecisionTree Counted()
        {
            var values = (float[])tree.Values.Clone();
            var impurities = new double[tree.NodeCount];
            for (int node = 0; node < tree.NodeCount; node++)
            {
                // A split that no row reaches keeps the mean of its leaves.
                if (_rows[node] > 0)
                    impurities[node] = Describe(
                        node,
                        tree.Features[node] == DecisionTree.Leaf ? [] : values.AsSpan(node * outputs, outputs)
                    );
            }
            return tree.WithCounts(_rows, impurities, values);
        }

        /// <summary>The Gini impurity or the variance of a node's rows.</summary>
        /// <param name="node">The node.</param>
        /// <param name="value">Receives what a split predicts as a leaf; empty for a leaf.</param>
        private double Describe(int node, Span<float> value)
        {
            ReadOnlySpan<double> sums = _sums.AsSpan(node * Width(outputs), Width(outputs));
            if (outputs == 1)
            {
                double mean = sums[0] / _rows[node];
                if (!value.IsEmpty)
                    value[0] = (float)(_origin!.Value + mean);
                return Math.Max(0, sums[1] / _rows[node] - mean * mean);
            }
            double squares = 0;
            for (int k = 0; k < outputs; k++)
            {
                double part = sums[k] / _rows[node];
                squares += part * part;
                if (!value.IsEmpty)
                    value[k] = (float)part;
            }
            return 1 - squares;
        }
    }
}
