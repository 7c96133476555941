using System.Diagnostics.CodeAnalysis;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>The nodes of a tree while it grows, in the order in which they were made. Can be emptied and used again.</summary>
internal sealed class NodeTable
{
    private int[] _features = new int[64], _left = new int[64], _right = new int[64];
    private float[] _thresholds = new float[64], _values = new float[64];
    private bool[] _missingLeft = new bool[64];
    private double[] _weights = new double[64], _impurities = new double[64];
    private int _outputs = 1;

    internal int Count { get; private set; }

    internal void Clear(int outputs)
    {
        Count = 0;
        _outputs = outputs;
    }

    /// <summary>Adds a leaf.</summary>
    /// <returns>Its index.</returns>
    internal int Add(double weight, double impurity)
    {
        int node = Count++;
        Grow(ref _features, Count);
        Grow(ref _left, Count);
        Grow(ref _right, Count);
        Grow(ref _thresholds, Count);
        Grow(ref _missingLeft, Count);
        Grow(ref _weights, Count);
        Grow(ref _impurities, Count);
        Grow(ref _values, Count * _outputs);
        _features[node] = DecisionTree.Leaf;
        _weights[node] = weight;
        _impurities[node] = impurity;
        return node;
    }

    internal Span<float> Value(int node) => _values.AsSpan(node * _outputs, _outputs);

    /// <summary>Makes a leaf a split; its children are set as they are added.</summary>
    internal void Split(int node, in NodeSplit split)
    {
        _features[node] = split.Feature;
        _thresholds[node] = split.Threshold;
        _missingLeft[node] = split.MissingLeft;
    }

    internal void SetChild(int node, bool left, int child) => (left ? _left : _right)[node] = child;

    /// <summary>The tree, its nodes in preorder.</summary>
    /// <param name="position">Receives each node's index in the tree, by its index here.</param>
    internal DecisionTree ToTree(out int[] position)
    {
        position = new int[Count];
        var order = new int[Count];
        var open = new Stack<int>();
        open.Push(0);
        for (int next = 0; open.TryPop(out int node); next++)
        {
            position[node] = next;
            order[next] = node;
            if (_features[node] == DecisionTree.Leaf)
                continue;
            open.Push(_right[node]);
            open.Push(_left[node]);
        }
        var right = new int[Count];
        var thresholds = new float[Count];
        var missing = new bool[Count];
        var values = new float[Count * _outputs];
        for (int i = 0; i < Count; i++)
        {
            int node = order[i];
            Value(node).CopyTo(values.AsSpan(i * _outputs));
            if (_features[node] == DecisionTree.Leaf)
                continue;
            right[i] = position[_right[node]];
            thresholds[i] = _thresholds[node];
            missing[i] = _missingLeft[node];
        }
        return new DecisionTree(_outputs, Pick(_features, order), thresholds, missing, right, Pick(_weights, order), Pick(_impurities, order), values);
    }

    private static T[] Pick<T>(T[] source, int[] order)
    {
        var result = new T[order.Length];
        for (int i = 0; i < order.Length; i++)
            result[i] = source[order[i]];
        return result;
    }

    private static void Grow<T>([NotNull] ref T[] array, int count)
    {
        if (array.Length < count)
            Array.Resize(ref array, Math.Max(count, array.Length * 2));
    }
}
