using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute;

/// <summary>Many decision trees: a random forest, whose trees are averaged.</summary>
public sealed class ForestModel : Model, ISumOfTrees
{
    private readonly DecisionTree[] _trees;
    private readonly double[] _weights;
    private readonly float[] _shares;
    private readonly bool _mayLeaveSimplex;

    /// <param name="description">What all families have in common.</param>
    /// <param name="trees">The trees.</param>
    /// <param name="weights">The part that each tree has in the average; they sum to 1.</param>
    /// <param name="options">How it was grown.</param>
    internal ForestModel(
        ModelDescription description,
        IReadOnlyList<DecisionTree> trees,
        IReadOnlyList<double> weights,
        ForestOptions options
    )
        : base(description)
    {
        _trees = trees.ToArray();
        _weights = weights.ToArray();
        _shares = [.. _weights.Select(weight => (float)weight)];
        _mayLeaveSimplex = Task == LearningTask.Classification && trees.Any(tree => tree.Values.AsSpan().ContainsAnyExceptInRange(0, 1));
        Options = options;
    }

    /// <inheritdoc/>
    public override string Kind => "Forest";

    /// <summary>Trees.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>Splits and leaves of all trees.</summary>
    public long Nodes => _trees.Sum(tree => (long)tree.NodeCount);

    /// <summary>Leaves of all trees.</summary>
    public long Leaves => _trees.Sum(tree => (long)tree.LeafCount);

    /// <summary>
    /// Accuracy (or R²) of the training rows, each predicted by the trees that had not seen it; NaN where there are none.
    /// </summary>
    public double OutOfBagScore { get; internal init; } = double.NaN;

    /// <summary>An input and a threshold for each split, and the numbers of each leaf.</summary>
    public override long Parameters => 2L * (Nodes - Leaves) + Leaves * OutputCount;

    /// <summary>
    /// The fraction of the original trees that is gone; of the original nodes where every tree was pruned last and not their number.
    /// </summary>
    public override double Sparsity => Pruning is { Granularity: "Node" } nodes ? nodes.Sparsity : LostComplexity;

    /// <inheritdoc/>
    public override long Complexity => TreeCount;

    /// <inheritdoc/>
    public override string ComplexityUnit => "trees";

    internal IReadOnlyList<DecisionTree> Trees => _trees;

    IReadOnlyList<DecisionTree> ISumOfTrees.Trees => _trees;

    IReadOnlyList<double> ISumOfTrees.TreeWeights => _weights;

    IReadOnlyList<int> ISumOfTrees.TreeColumns => new int[_trees.Length];

    IReadOnlyList<double> ISumOfTrees.SumStart => new double[OutputCount];

    bool ISumOfTrees.IsAverage => true;

    /// <summary>The part that each tree has in the average.</summary>
    internal IReadOnlyList<double> Weights => _weights;

    internal ForestOptions Options { get; }

    Model ISumOfTrees.WithTrees(ModelDescription description, IReadOnlyList<DecisionTree> trees) =>
        new ForestModel(description, trees, Weights, Options) { OutOfBagScore = OutOfBagScore };

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture) =>
        $"{ComplexityText.Of(TreeCount, "trees", culture)}, {ComplexityText.Of(Leaves, "leaves", culture)}";

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        int outputs = OutputCount;
        output = output[..(rows * outputs)];
        output.Clear();
        TreeSum.Add(_trees, _shares, inputs, rows, output, outputs);
        if (!_mayLeaveSimplex)
            return;
        // Refined leaves may hold numbers below 0 or above 1.
        for (int first = 0; first < output.Length; first += outputs)
            Simplex.Project(output.Slice(first, outputs));
    }
}
