using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// The values of many trees' leaves while they are tuned: the splits stay, so a row's output is a sum of one value a tree.
/// </summary>
internal sealed class LeafValues
{
    private readonly DecisionTree[] _trees;
    private readonly double[] _weights;
    private readonly float[][] _values;
    private readonly int _columns;
    private readonly double _squaredWeights;

    /// <param name="trees">The trees.</param>
    /// <param name="weights">What each tree's values are multiplied with in the sum.</param>
    /// <param name="columns">0 where each tree gives every output; else tree <c>t</c> gives output <c>t mod columns</c>.</param>
    internal LeafValues(IReadOnlyList<DecisionTree> trees, IReadOnlyList<double> weights, int columns)
    {
        _trees = trees.ToArray();
        _weights = weights.ToArray();
        _columns = columns;
        _values = [.. trees.Select(tree => tree.Values.ToArray())];
        _squaredWeights = weights.Sum(weight => weight * weight) / Math.Max(1, columns);
    }

    /// <summary>Adds what the trees give for a row.</summary>
    /// <param name="leaves">The row's node in each tree.</param>
    /// <param name="sum">Is added to, <c>[outputs]</c>.</param>
    internal void AddTo(ReadOnlySpan<int> leaves, Span<double> sum)
    {
        for (int tree = 0; tree < leaves.Length; tree++)
        {
            double weight = _weights[tree];
            if (_columns > 0)
            {
                sum[tree % _columns] += weight * _values[tree][leaves[tree]];
                continue;
            }
            ReadOnlySpan<float> value = _values[tree].AsSpan(leaves[tree] * sum.Length, sum.Length);
            for (int k = 0; k < sum.Length; k++)
                sum[k] += weight * value[k];
        }
    }

    /// <summary>
    /// Moves the values that a row meets against the gradient of its loss by its outputs, so far that each output moves by
    /// <paramref name="rate"/>
    /// times its gradient: θ ← θ − rate · w / Σw² · g.
    /// </summary>
    /// <param name="leaves">The row's node in each tree.</param>
    /// <param name="gradient"><c>[outputs]</c>.</param>
    /// <param name="rate">The learning rate.</param>
    internal void Descend(ReadOnlySpan<int> leaves, ReadOnlySpan<double> gradient, double rate)
    {
        for (int tree = 0; tree < leaves.Length; tree++)
        {
            double step = rate * _weights[tree] / _squaredWeights;
            if (_columns > 0)
            {
                _values[tree][leaves[tree]] -= (float)(step * gradient[tree % _columns]);
                continue;
            }
            Span<float> value = _values[tree].AsSpan(leaves[tree] * gradient.Length, gradient.Length);
            for (int k = 0; k < value.Length; k++)
                value[k] -= (float)(step * gradient[k]);
        }
    }

    /// <summary>The trees with the values as they are now.</summary>
    internal DecisionTree[] Trees() => [.. _trees.Select((tree, i) => tree.WithValues(_values[i].ToArray()))];
}
