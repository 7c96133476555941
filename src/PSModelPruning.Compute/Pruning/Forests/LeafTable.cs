using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>The leaf that each row of a partition ends in, in each tree: fixed while the leaves' values change.</summary>
internal sealed unsafe class LeafTable
{
    /// <summary>Leaves that are held at most (512 MB); where there would be more, rows are drawn.</summary>
    private const long MostLeaves = 1L << 27;

    private readonly int[] _leaves;
    private readonly int _trees;

    private LeafTable(int[] leaves, float[] targets, int trees)
    {
        _leaves = leaves;
        _trees = trees;
        Targets = targets;
    }

    internal int Rows => Targets.Length;

    /// <summary>Class indices or numbers, <c>[rows]</c>.</summary>
    internal float[] Targets { get; }

    /// <summary>The node of each tree that a row ends in, <c>[trees]</c>.</summary>
    internal ReadOnlySpan<int> Of(int row) => _leaves.AsSpan(row * _trees, _trees);

    /// <summary>Finds the leaves.</summary>
    /// <param name="model">The model that the trees are of.</param>
    /// <param name="trees">The trees.</param>
    /// <param name="dataset">The data as the model takes it.</param>
    /// <param name="partition">The rows.</param>
    /// <param name="seed">Of the rows that are drawn where there are too many.</param>
    /// <param name="monitor">Asked every batch whether to stop.</param>
    internal static LeafTable Of(
        Model model,
        IReadOnlyList<DecisionTree> trees,
        Dataset dataset,
        PartitionName partition,
        int seed,
        IWorkMonitor monitor
    )
    {
        PartitionView view = PartitionView.Of(model, dataset, partition);
        int[] rows = RowDraws.WithoutReplacement(view.RowCount, MostLeaves / trees.Count, seed);
        var leaves = new int[(long)rows.Length * trees.Count];
        int width = view.Width,
            batch = ModelPredictor.BatchRows(model);
        float[] buffer = [],
            inputs = new float[batch * width];
        int[] found = new int[batch];
        for (int first = 0; first < rows.Length; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, rows.Length - first);
            for (int i = 0; i < count; i++)
                view.Rows(rows[first + i], 1, ref buffer).CopyTo(inputs.AsSpan(i * width, width));
            bool mayMiss = PackedTree.HasMissing(inputs.AsSpan(0, count * width));
            for (int tree = 0; tree < trees.Count; tree++)
            {
                fixed (float* input = inputs)
                fixed (int* leaf = found)
                    trees[tree].Packed.FindLeaves(input, width, count, mayMiss, leaf);
                for (int i = 0; i < count; i++)
                    leaves[(first + i) * trees.Count + tree] = found[i];
            }
        }
        return new LeafTable(leaves, [.. rows.Select(view.Target)], trees.Count);
    }
}
