using System.Diagnostics.CodeAnalysis;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// The nodes of a tree while it grows, in the order in which they were made; the first is the root. Can be emptied and used again.
/// </summary>
internal sealed class NodeTable
{
    private int[] _features = new int[64],
        _left = new int[64],
        _right = new int[64],
        _firstRows = new int[64],
        _rowCounts = new int[64];
    private float[] _thresholds = new float[64],
        _values = new float[64];
    private bool[] _missingLeft = new bool[64];
    private double[] _weights = new double[64],
        _impurities = new double[64];
    private int _outputs = 1;

    internal int Count { get; private set; }

    internal void Clear(int outputs)
    {
        Count = 0;
        _outputs = outputs;
    }

    /// <summary>Adds a leaf.</summary>
    /// <param name="weight">The weight of its rows.</param>
    /// <param name="impurity">Their impurity.</param>
    /// <param name="firstRow">Where they begin among the rows of the tree.</param>
    /// <param name="rowCount">How many they are.</param>
    /// <returns>Its index.</returns>
    internal int Add(double weight, double impurity, int firstRow, int rowCount)
    {
        int node = Count;
        Reserve(1);
        _features[node] = DecisionTree.Leaf;
        _weights[node] = weight;
        _impurities[node] = impurity;
        _firstRows[node] = firstRow;
        _rowCounts[node] = rowCount;
        return node;
    }

    internal Span<float> Value(int node) => _values.AsSpan(node * _outputs, _outputs);

    /// <summary>Makes a leaf a split.</summary>
    internal void Split(int node, in NodeSplit split, int left, int right)
    {
        _features[node] = split.Feature;
        _thresholds[node] = split.Threshold;
        _missingLeft[node] = split.MissingLeft;
        _left[node] = left;
        _right[node] = right;
    }

    /// <summary>Adds a copy of another table's leaf.</summary>
    /// <returns>Its index here.</returns>
    internal int Copy(NodeTable other, int node)
    {
        int copy = Add(other._weights[node], other._impurities[node], other._firstRows[node], other._rowCounts[node]);
        other.Value(node).CopyTo(Value(copy));
        return copy;
    }

    /// <summary>Adds all nodes of another table.</summary>
    /// <returns>The index here of its first.</returns>
    internal int Append(NodeTable other)
    {
        int offset = Count,
            added = other.Count;
        Reserve(added);
        Array.Copy(other._features, 0, _features, offset, added);
        Array.Copy(other._thresholds, 0, _thresholds, offset, added);
        Array.Copy(other._missingLeft, 0, _missingLeft, offset, added);
        Array.Copy(other._weights, 0, _weights, offset, added);
        Array.Copy(other._impurities, 0, _impurities, offset, added);
        Array.Copy(other._firstRows, 0, _firstRows, offset, added);
        Array.Copy(other._rowCounts, 0, _rowCounts, offset, added);
        Array.Copy(other._values, 0, _values, offset * _outputs, added * _outputs);
        for (int i = 0; i < added; i++)
        {
            _left[offset + i] = other._left[i] + offset;
            _right[offset + i] = other._right[i] + offset;
        }
        return offset;
    }

    /// <summary>A leaf becomes what another node is, which then is no part of the tree by itself.</summary>
    internal void Replace(int leaf, int by)
    {
        _features[leaf] = _features[by];
        _thresholds[leaf] = _thresholds[by];
        _missingLeft[leaf] = _missingLeft[by];
        _left[leaf] = _left[by];
        _right[leaf] = _right[by];
    }

    /// <summary>Writes the leaf of each row.</summary>
    /// <param name="rows">The rows of the tree, those of each node side by side.</param>
    /// <param name="position">See <see cref="ToTree"/>.</param>
    /// <param name="leafOfRow">Receives the index in the tree, by row.</param>
    internal void WriteLeaves(int[] rows, int[] position, int[] leafOfRow)
    {
        for (int node = 0; node < Count; node++)
        {
            if (_features[node] != DecisionTree.Leaf || position[node] < 0)
                continue;
            foreach (int row in rows.AsSpan(_firstRows[node], _rowCounts[node]))
                leafOfRow[row] = position[node];
        }
    }

    /// <summary>The tree, its nodes in preorder.</summary>
    /// <param name="position">Receives each node's index in the tree, by its index here; -1 for one that is no part of it.</param>
    internal DecisionTree ToTree(out int[] position)
    {
        position = new int[Count];
        Array.Fill(position, -1);
        var order = new int[Count];
        var open = new Stack<int>();
        int count = 0;
        if (Count > 0)
            open.Push(0);
        for (; open.TryPop(out int node); count++)
        {
            position[node] = count;
            order[count] = node;
            if (_features[node] == DecisionTree.Leaf)
                continue;
            open.Push(_right[node]);
            open.Push(_left[node]);
        }
        Array.Resize(ref order, count);
        var right = new int[count];
        var thresholds = new float[count];
        var missing = new bool[count];
        var values = new float[count * _outputs];
        for (int i = 0; i < count; i++)
        {
            int node = order[i];
            Value(node).CopyTo(values.AsSpan(i * _outputs));
            if (_features[node] == DecisionTree.Leaf)
                continue;
            right[i] = position[_right[node]];
            thresholds[i] = _thresholds[node];
            missing[i] = _missingLeft[node];
        }
        return new DecisionTree(
            _outputs,
            Pick(_features, order),
            thresholds,
            missing,
            right,
            Pick(_weights, order),
            Pick(_impurities, order),
            values
        );
    }

    private static T[] Pick<T>(T[] source, int[] order)
    {
        var result = new T[order.Length];
        for (int i = 0; i < order.Length; i++)
            result[i] = source[order[i]];
        return result;
    }

    private void Reserve(int more)
    {
        Count += more;
        Grow(ref _features, Count);
        Grow(ref _left, Count);
        Grow(ref _right, Count);
        Grow(ref _firstRows, Count);
        Grow(ref _rowCounts, Count);
        Grow(ref _thresholds, Count);
        Grow(ref _missingLeft, Count);
        Grow(ref _weights, Count);
        Grow(ref _impurities, Count);
        Grow(ref _values, Count * _outputs);
    }

    private static void Grow<T>([NotNull] ref T[] array, int count)
    {
        if (array.Length < count)
            Array.Resize(ref array, Math.Max(count, array.Length * 2));
    }
}
