namespace PSModelPruning.Compute.Models.Trees;

/// <summary>
/// A binary decision tree in arrays, immutable. Node 0 is the root; nodes lie in preorder, so that a split's left child is the node after
/// it.
/// </summary>
internal sealed class DecisionTree
{
    /// <summary>What <see cref="Features"/> holds for a leaf.</summary>
    internal const int Leaf = -1;

    /// <summary>The most splits on the way to a leaf: no useful tree comes near, and a file may not hold a deeper one.</summary>
    internal const int MostDepth = 4096;

    private PackedTree? _packed;

    internal DecisionTree(
        int outputCount,
        int[] features,
        float[] thresholds,
        bool[] missingLeft,
        int[] right,
        double[] weights,
        double[] impurities,
        float[] values
    )
    {
        OutputCount = outputCount;
        Features = features;
        Thresholds = thresholds;
        MissingLeft = missingLeft;
        Right = right;
        Weights = weights;
        Impurities = impurities;
        Values = values;
        LeafCount = features.Count(feature => feature == Leaf);
        Depth = DepthOf(this);
    }

    /// <summary>Numbers that a node gives: the classes, or 1.</summary>
    internal int OutputCount { get; }

    /// <summary>The input that a split compares, <c>[nodes]</c>; <see cref="Leaf"/> for a leaf.</summary>
    internal int[] Features { get; }

    /// <summary>A row goes left where its input is at most this, <c>[nodes]</c>; 0 for a leaf.</summary>
    internal float[] Thresholds { get; }

    /// <summary>Whether a row whose input is NaN goes left, <c>[nodes]</c>.</summary>
    internal bool[] MissingLeft { get; }

    /// <summary>The right child of a split, <c>[nodes]</c>; 0 for a leaf. The left child of node <c>i</c> is <c>i + 1</c>.</summary>
    internal int[] Right { get; }

    /// <summary>The sum of the weights of the training rows that reached the node, <c>[nodes]</c>.</summary>
    internal double[] Weights { get; }

    /// <summary>
    /// The impurity of those rows by the criterion that grew the tree (Gini, bits of entropy, variance …), <c>[nodes]</c>.
    /// </summary>
    internal double[] Impurities { get; }

    /// <summary>
    /// What the node predicts, <c>[nodes × outputs]</c>: the classes' fractions of its training weight, or its rows' mean (median for
    /// absolute error).
    /// </summary>
    internal float[] Values { get; }

    /// <summary>
    /// The seed from which a forest drew the rows that this tree learned from, so that they can be drawn again; null for a tree that has
    /// none.
    /// </summary>
    internal int? SampleSeed { get; init; }

    /// <summary>The same splits laid out for predicting many rows; made when it is first asked for.</summary>
    internal PackedTree Packed => _packed ??= new PackedTree(this);

    internal int NodeCount => Features.Length;

    internal int LeafCount { get; }

    /// <summary>Splits on the longest way from the root to a leaf.</summary>
    internal int Depth { get; }

    /// <summary>
    /// Whether it is known how many training rows reached each node, and so what a split would predict as a leaf. Trees of other programs'
    /// files do not tell.
    /// </summary>
    internal bool IsCounted => Weights[0] > 0;

    /// <summary>What one node predicts, <c>[outputs]</c>.</summary>
    internal ReadOnlySpan<float> Value(int node) => Values.AsSpan(node * OutputCount, OutputCount);

    /// <summary>The node that a row ends in.</summary>
    /// <param name="row">The row's inputs.</param>
    internal int LeafOf(ReadOnlySpan<float> row)
    {
        int node = 0;
        for (int feature = Features[0]; feature != Leaf; feature = Features[node])
        {
            float value = row[feature];
            bool left = float.IsNaN(value) ? MissingLeft[node] : value <= Thresholds[node];
            node = left ? node + 1 : Right[node];
        }
        return node;
    }

    /// <summary>The child of a split that a row goes to.</summary>
    /// <param name="node">The split.</param>
    /// <param name="row">The row's inputs.</param>
    internal int Next(int node, ReadOnlySpan<float> row)
    {
        float value = row[Features[node]];
        bool left = float.IsNaN(value) ? MissingLeft[node] : value <= Thresholds[node];
        return left ? node + 1 : Right[node];
    }

    /// <summary>The tree in which some splits have become leaves.</summary>
    /// <param name="collapsed">True where a split becomes a leaf, <c>[nodes]</c>; what lies below it is not looked at.</param>
    internal DecisionTree Collapse(ReadOnlySpan<bool> collapsed)
    {
        var kept = new List<int>();
        int[] position = new int[NodeCount];
        for (int node = 0; node < NodeCount; node++)
        {
            position[node] = kept.Count;
            kept.Add(node);
            if (Features[node] != Leaf && collapsed[node])
                node = EndOf(node) - 1;
        }
        var features = new int[kept.Count];
        var right = new int[kept.Count];
        var thresholds = new float[kept.Count];
        var missing = new bool[kept.Count];
        var weights = new double[kept.Count];
        var impurities = new double[kept.Count];
        var values = new float[kept.Count * OutputCount];
        for (int i = 0; i < kept.Count; i++)
        {
            int node = kept[i];
            weights[i] = Weights[node];
            impurities[i] = Impurities[node];
            Value(node).CopyTo(values.AsSpan(i * OutputCount));
            bool leaf = Features[node] == Leaf || collapsed[node];
            features[i] = leaf ? Leaf : Features[node];
            if (leaf)
                continue;
            thresholds[i] = Thresholds[node];
            missing[i] = MissingLeft[node];
            right[i] = position[Right[node]];
        }
        return new DecisionTree(OutputCount, features, thresholds, missing, right, weights, impurities, values) { SampleSeed = SampleSeed };
    }

    /// <summary>The same tree, with the seed that its rows were drawn by.</summary>
    internal DecisionTree WithSampleSeed(int seed) =>
        new(OutputCount, Features, Thresholds, MissingLeft, Right, Weights, Impurities, Values) { SampleSeed = seed };

    /// <summary>The tree with the same splits whose nodes give other numbers.</summary>
    /// <param name="values">What each node predicts, <c>[nodes × outputs]</c>.</param>
    internal DecisionTree WithValues(float[] values) =>
        new(OutputCount, Features, Thresholds, MissingLeft, Right, Weights, Impurities, values) { SampleSeed = SampleSeed };

    /// <summary>The tree with the same splits, for which rows were counted.</summary>
    /// <param name="weights">See <see cref="Weights"/>.</param>
    /// <param name="impurities">See <see cref="Impurities"/>.</param>
    /// <param name="values">See <see cref="Values"/>.</param>
    internal DecisionTree WithCounts(double[] weights, double[] impurities, float[] values) =>
        new(OutputCount, Features, Thresholds, MissingLeft, Right, weights, impurities, values) { SampleSeed = SampleSeed };

    /// <summary>The node after the last one of a node's subtree.</summary>
    internal int EndOf(int node)
    {
        while (Features[node] != Leaf)
            node = Right[node];
        return node + 1;
    }

    private static int DepthOf(DecisionTree tree)
    {
        var depth = new int[tree.NodeCount];
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (tree.Features[node] != Leaf)
                depth[node + 1] = depth[tree.Right[node]] = depth[node] + 1;
        }
        return depth.Length == 0 ? 0 : depth.Max();
    }
}
