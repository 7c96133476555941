using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>A tree of a file in the order and with the conditions of ours; what its leaves give becomes values of a family.</summary>
/// <param name="Features">The column of each split; <see cref="DecisionTree.Leaf"/> for a leaf.</param>
/// <param name="Thresholds">The threshold of each split.</param>
/// <param name="MissingLeft">Whether a missing value goes left.</param>
/// <param name="Right">The right child of each split.</param>
/// <param name="Values">What each leaf adds to each score, <c>[nodes × scores]</c>.</param>
/// <param name="Scores">Scores.</param>
internal sealed record AssembledTree(int[] Features, float[] Thresholds, bool[] MissingLeft, int[] Right, double[] Values, int Scores)
{
    /// <summary>What the leaves give, leaf by leaf.</summary>
    internal IEnumerable<ReadOnlyMemory<double>> Leaves =>
        Enumerable
            .Range(0, Features.Length)
            .Where(node => Features[node] == DecisionTree.Leaf)
            .Select(node => new ReadOnlyMemory<double>(Values, node * Scores, Scores));

    /// <summary>The tree with columns of the inputs in place of those that the node reads.</summary>
    internal AssembledTree Reading(IReadOnlyList<int> sources) =>
        this with
        {
            Features = Array.ConvertAll(Features, feature => feature == DecisionTree.Leaf ? feature : sources[feature]),
        };

    /// <summary>Makes the decision tree.</summary>
    /// <param name="outputs">Numbers of a leaf.</param>
    /// <param name="convert">Makes a leaf's numbers of what it adds to the scores.</param>
    /// <remarks>
    /// A file does not hold how many rows reached a node, nor what a split would predict as a leaf: the weights stay 0 (see
    /// <see cref="DecisionTree.IsCounted"/>), and splits give the mean of their leaves until rows are counted.
    /// </remarks>
    internal DecisionTree Build(int outputs, LeafConversion convert)
    {
        int count = Features.Length;
        var values = new float[count * outputs];
        var sums = new double[count * outputs];
        var leaves = new int[count];
        for (int node = count - 1; node >= 0; node--)
        {
            Span<float> own = values.AsSpan(node * outputs, outputs);
            Span<double> sum = sums.AsSpan(node * outputs, outputs);
            if (Features[node] == DecisionTree.Leaf)
            {
                leaves[node] = 1;
                convert(Values.AsSpan(node * Scores, Scores), own);
                for (int k = 0; k < outputs; k++)
                    sum[k] = own[k];
                continue;
            }
            leaves[node] = leaves[node + 1] + leaves[Right[node]];
            for (int k = 0; k < outputs; k++)
            {
                sum[k] = sums[(node + 1) * outputs + k] + sums[Right[node] * outputs + k];
                own[k] = (float)(sum[k] / leaves[node]);
            }
        }
        return new DecisionTree(outputs, Features, Thresholds, MissingLeft, Right, new double[count], new double[count], values);
    }
}

/// <summary>Makes a leaf's numbers of what it adds to the scores.</summary>
internal delegate void LeafConversion(ReadOnlySpan<double> scores, Span<float> values);
