using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>A decision tree.</summary>
public sealed class TreeModel : Model, ISumOfTrees
{
    // What sums many trees takes a list of them.
    private readonly DecisionTree[] _trees;

    internal TreeModel(ModelDescription description, DecisionTree tree, TreeOptions options)
        : base(description)
    {
        _trees = [tree];
        Options = options;
    }

    /// <inheritdoc/>
    public override string Kind => "Tree";

    /// <summary>Splits and leaves.</summary>
    public int Nodes => Tree.NodeCount;

    /// <summary>Leaves.</summary>
    public int Leaves => Tree.LeafCount;

    /// <summary>Splits on the longest way from the root to a leaf.</summary>
    public int Depth => Tree.Depth;

    /// <summary>An input and a threshold for each split, and the numbers of each leaf.</summary>
    public override long Parameters => 2L * (Nodes - Leaves) + (long)Leaves * Tree.OutputCount;

    /// <inheritdoc/>
    public override long Complexity => Nodes;

    /// <inheritdoc/>
    public override string ComplexityUnit => "nodes";

    internal DecisionTree Tree => _trees[0];

    IReadOnlyList<DecisionTree> ISumOfTrees.Trees => _trees;

    IReadOnlyList<double> ISumOfTrees.TreeWeights => [1];

    IReadOnlyList<int> ISumOfTrees.TreeColumns => [0];

    IReadOnlyList<double> ISumOfTrees.SumStart => new double[OutputCount];

    bool ISumOfTrees.IsAverage => true;

    internal TreeOptions Options { get; }

    /// <summary>
    /// The tree as text that a person can read: a line a condition, in the units of the data, and at each leaf the class with its fraction
    /// of the training rows that ended there, or the number that is predicted.
    /// </summary>
    public string ToText() => PlainText.OfLines(TreeText.Indented(this));

    /// <summary>The tree in the DOT language of Graphviz: <c>dot -Tsvg tree.dot</c> draws it.</summary>
    public string ToDot() => PlainText.OfLines(TreeText.Dot(this));

    Model ISumOfTrees.WithTrees(ModelDescription description, IReadOnlyList<DecisionTree> trees) =>
        new TreeModel(description, trees[0], Options);

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture) =>
        $"{ComplexityText.Of(Leaves, "leaves", culture)}, {ComplexityText.Of(Depth, "splits", culture)} deep";

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        output[..(rows * OutputCount)].Clear();
        TreeSum.Add(_trees, [], inputs, rows, output, OutputCount);
    }
}
