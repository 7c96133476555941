using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>A tree that is made again from its nodes in preorder.</summary>
internal sealed class StoredTree
{
    private readonly int[] _features,
        _right;
    private readonly float[] _thresholds,
        _values;
    private readonly bool[] _missingLeft;
    private readonly int _outputs;

    // Splits whose right child is still to come.
    private readonly Stack<int> _open = new();
    private int _count;
    private bool _isWhole;

    internal StoredTree(int nodes, int outputs)
    {
        _features = new int[nodes];
        _right = new int[nodes];
        _thresholds = new float[nodes];
        _missingLeft = new bool[nodes];
        _values = new float[nodes * outputs];
        _outputs = outputs;
    }

    internal void AddLeaf(ReadOnlySpan<float> value, bool missingLeft)
    {
        if (missingLeft)
            throw new ContentException("a leaf says where missing values go.");
        Add(DecisionTree.Leaf, 0, false, value);
        // The leaf ends the left side of the last split that has no right child yet: that child comes next.
        if (_open.TryPop(out int split))
            _right[split] = _count;
        else
            _isWhole = true;
    }

    internal void AddSplit(int feature, float threshold, bool missingLeft, ReadOnlySpan<float> value)
    {
        _open.Push(_count);
        Add(feature, threshold, missingLeft, value);
    }

    /// <exception cref="ContentException">The nodes are not one whole tree.</exception>
    internal DecisionTree Build(double[] weights, double[] impurities, int? sampleSeed) =>
        _isWhole
            ? new DecisionTree(_outputs, _features, _thresholds, _missingLeft, _right, weights, impurities, _values)
            {
                SampleSeed = sampleSeed,
            }
            : throw Broken();

    private void Add(int feature, float threshold, bool missingLeft, ReadOnlySpan<float> value)
    {
        if (_isWhole)
            throw Broken();
        _features[_count] = feature;
        _thresholds[_count] = threshold;
        _missingLeft[_count] = missingLeft;
        value.CopyTo(_values.AsSpan(_count * _outputs));
        _count++;
    }

    private static ContentException Broken() => new("the nodes of a tree are not one whole tree.");
}
