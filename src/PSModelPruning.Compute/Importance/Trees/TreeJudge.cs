using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Importance.Trees;

/// <summary>Scores one tree on some rows, whose features can be shuffled in between.</summary>
internal sealed unsafe class TreeJudge
{
    private readonly DecisionTree _tree;
    private readonly ModelRows _rows;
    private readonly int[] _chosen;
    private readonly LearningTask _task;
    private readonly float[] _inputs;
    private readonly int[] _leaves;
    private readonly bool _mayMiss;

    /// <param name="tree">The tree.</param>
    /// <param name="chosen">The rows that it is scored on.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="task">What it predicts.</param>
    internal TreeJudge(DecisionTree tree, int[] chosen, ModelRows rows, LearningTask task)
    {
        (_tree, _chosen, _rows, _task) = (tree, chosen, rows, task);
        _inputs = new float[(long)chosen.Length * rows.Width];
        _leaves = new int[chosen.Length];
        for (int i = 0; i < chosen.Length; i++)
            rows.Slice(chosen[i], 1).CopyTo(_inputs.AsSpan(i * rows.Width));
        _mayMiss = PackedTree.HasMissing(_inputs);
    }

    /// <summary>The mean of <see cref="OutputScore.OfRow"/>: accuracy, or the squared error, negative.</summary>
    internal double Score()
    {
        fixed (float* inputs = _inputs)
        fixed (int* leaves = _leaves)
            _tree.Packed.FindLeaves(inputs, _rows.Width, _chosen.Length, _mayMiss, leaves);
        double sum = 0;
        for (int i = 0; i < _chosen.Length; i++)
            sum += OutputScore.OfRow(_tree.Value(_leaves[i]), _rows.Targets[_chosen[i]], _task);
        return sum / _chosen.Length;
    }

    /// <summary>Deals the feature's values out among the rows; the inputs of a column move together.</summary>
    internal void Shuffle(FeatureGroup feature, Random random)
    {
        int[] order = [.. _chosen];
        random.Shuffle(order);
        Copy(feature, order);
    }

    /// <summary>Gives each row its own value back.</summary>
    internal void Restore(FeatureGroup feature) => Copy(feature, _chosen);

    private void Copy(FeatureGroup feature, int[] from)
    {
        for (int i = 0; i < from.Length; i++)
            _rows
                .Slice(from[i], 1)
                .Slice(feature.FirstInput, feature.InputCount)
                .CopyTo(_inputs.AsSpan(i * _rows.Width + feature.FirstInput));
    }
}
