using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Importance.Trees;

/// <summary>
/// Exact Shapley values of one tree for one row in O(leaves · depth²) (Lundberg, Erion and Lee 2018, "Consistent individualized feature
/// attribution for tree ensembles", algorithm 2). The value of a set of inputs is what the tree is expected to give where only they are
/// known: a split on an unknown input leads both ways, by the parts of the training weight that went there. One instance serves one thread.
/// </summary>
/// <remarks>
/// All inputs whose split the row fails have the same effect on a leaf, so that it is taken once (Yang 2021, "Fast TreeSHAP", the idea of
/// version 1).
/// </remarks>
internal sealed class TreeShap
{
    private ShapElement[] _path = [];
    private DecisionTree _tree = null!;
    private double[] _effects = [];
    private double _scale;
    private int _stride;
    private int _column;

    /// <summary>What the tree is expected to give where nothing is known: its leaves by their parts of the training weight.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="scale">What its values are multiplied with.</param>
    /// <param name="expected">Is added to, <c>[outputs]</c> from <paramref name="column"/> on.</param>
    /// <param name="column">The output that the tree's first value belongs to.</param>
    internal static void AddExpectation(DecisionTree tree, double scale, Span<double> expected, int column)
    {
        var parts = new double[tree.NodeCount];
        parts[0] = 1;
        for (int node = 0; node < parts.Length; node++)
        {
            if (tree.Features[node] != DecisionTree.Leaf)
            {
                double left = LeftPart(tree, node);
                parts[node + 1] = parts[node] * left;
                parts[tree.Right[node]] = parts[node] * (1 - left);
                continue;
            }
            ReadOnlySpan<float> value = tree.Value(node);
            for (int k = 0; k < value.Length; k++)
                expected[column + k] += scale * parts[node] * value[k];
        }
    }

    /// <summary>Adds the Shapley value of every input.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="scale">What its values are multiplied with.</param>
    /// <param name="row">The row's inputs.</param>
    /// <param name="effects">Is added to, <c>[inputs × outputs]</c>.</param>
    /// <param name="outputs">Outputs of the model.</param>
    /// <param name="column">The output that the tree's first value belongs to.</param>
    internal void Add(DecisionTree tree, double scale, ReadOnlySpan<float> row, double[] effects, int outputs, int column)
    {
        // Level d of the walk has a path of at most d + 1 elements of its own.
        int needed = (tree.Depth + 2) * (tree.Depth + 3) / 2;
        if (_path.Length < needed)
            _path = new ShapElement[needed];
        (_tree, _effects, _scale, _stride, _column) = (tree, effects, scale, outputs, column);
        Walk(0, row, 0, 0, new ShapElement(DecisionTree.Leaf, 1, 1));
    }

    private void Walk(int node, ReadOnlySpan<float> row, int start, int length, ShapElement last)
    {
        Span<ShapElement> path = _path.AsSpan(start, length + 1);
        ShapPath.Extend(path, last);
        int feature = _tree.Features[node];
        if (feature == DecisionTree.Leaf)
        {
            Explain(node, path);
            return;
        }
        int next = start + path.Length,
            depth = path.Length;
        double zero = 1,
            one = 1;
        path.CopyTo(_path.AsSpan(next));
        int seen = ShapPath.Find(path, feature);
        if (seen >= 0)
        {
            (zero, one) = (path[seen].Zero, path[seen].One);
            ShapPath.Unwind(_path.AsSpan(next, depth--), seen);
        }
        float value = row[feature];
        bool goesLeft = float.IsNaN(value) ? _tree.MissingLeft[node] : value <= _tree.Thresholds[node];
        double left = LeftPart(_tree, node);
        // The first child writes where the second one reads, so the shortened path is made again for it.
        Descend(node + 1, row, next, depth, new ShapElement(feature, zero * left, goesLeft ? one : 0));
        path = _path.AsSpan(start, length + 1);
        path.CopyTo(_path.AsSpan(next));
        if (seen >= 0)
            ShapPath.Unwind(_path.AsSpan(next, path.Length), seen);
        Descend(_tree.Right[node], row, next, depth, new ShapElement(feature, zero * (1 - left), goesLeft ? 0 : one));
    }

    /// <summary>
    /// Goes on where something can come of it: a child that neither the row nor any training weight reaches adds nothing to any input.
    /// </summary>
    private void Descend(int child, ReadOnlySpan<float> row, int start, int length, ShapElement last)
    {
        if (last.Zero != 0 || last.One != 0)
            Walk(child, row, start, length, last);
    }

    private void Explain(int leaf, ReadOnlySpan<ShapElement> path)
    {
        ReadOnlySpan<float> value = _tree.Value(leaf);
        double ofFailed = -ShapPath.SumWithoutFailed(path);
        for (int i = 1; i < path.Length; i++)
        {
            double part = path[i].One == 0 ? ofFailed : ShapPath.SumWithout(path, i) * (1 - path[i].Zero);
            int at = path[i].Feature * _stride + _column;
            for (int k = 0; k < value.Length; k++)
                _effects[at + k] += _scale * part * value[k];
        }
    }

    private static double LeftPart(DecisionTree tree, int node)
    {
        double left = tree.Weights[node + 1],
            both = left + tree.Weights[tree.Right[node]];
        return both > 0 ? left / both : 0.5;
    }
}
