using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute;

/// <summary>
/// Gradient-boosted trees (Friedman 2001): each round's trees were fitted to what the rounds before them left to explain, and all are
/// summed. The order matters: the first rounds without the last are a model too, the last without the first are not.
/// </summary>
public sealed class BoostedModel : Model, ISumOfTrees
{
    private readonly DecisionTree[] _trees;
    private readonly float[] _baseline;
    private readonly TrainingEpoch[] _training = [];

    /// <param name="description">What all families have in common.</param>
    /// <param name="trees">The trees, round by round: one a round for numbers and two classes, one a class for more. Their values are what
    /// they add to the score.</param>
    /// <param name="baseline">The scores before the first tree, one a tree of a round.</param>
    /// <param name="options">How it was grown.</param>
    internal BoostedModel(
        ModelDescription description,
        IReadOnlyList<DecisionTree> trees,
        IReadOnlyList<float> baseline,
        BoostingOptions options
    )
        : base(description)
    {
        _trees = trees.ToArray();
        _baseline = baseline.ToArray();
        Options = options;
    }

    /// <inheritdoc/>
    public override string Kind => "Boosted";

    /// <summary>Rounds of boosting.</summary>
    public int Rounds => _trees.Length / TreesPerRound;

    /// <summary>Trees of all rounds.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>Splits and leaves of all trees.</summary>
    public long Nodes => _trees.Sum(tree => (long)tree.NodeCount);

    /// <summary>Leaves of all trees.</summary>
    public long Leaves => _trees.Sum(tree => (long)tree.LeafCount);

    /// <summary>
    /// The training run, an entry a round that was grown, those after the best one included; empty for a model that was not trained here.
    /// </summary>
    public IReadOnlyList<TrainingEpoch> Training
    {
        get => _training;
        internal init => _training = value.ToArray();
    }

    /// <summary>Whether it over-fits, with the numbers that this rests on; an epoch is a round.</summary>
    public OverfittingVerdict Overfitting => OverfittingVerdict.Of(Training, Task);

    /// <summary>An input and a threshold for each split, a number for each leaf, and the scores before the first tree.</summary>
    public override long Parameters => 2L * (Nodes - Leaves) + Leaves + _baseline.Length;

    /// <inheritdoc/>
    public override long Complexity => TreeCount;

    /// <inheritdoc/>
    public override string ComplexityUnit => "trees";

    /// <summary>The trees, round by round; those of one round in the order of the classes.</summary>
    internal IReadOnlyList<DecisionTree> Trees => _trees;

    IReadOnlyList<DecisionTree> ISumOfTrees.Trees => _trees;

    IReadOnlyList<double> ISumOfTrees.TreeWeights => [.. _trees.Select(_ => 1.0)];

    IReadOnlyList<int> ISumOfTrees.TreeColumns => [.. Enumerable.Range(0, _trees.Length).Select(tree => tree % TreesPerRound)];

    IReadOnlyList<double> ISumOfTrees.SumStart => [.. _baseline.Select(score => (double)score)];

    bool ISumOfTrees.IsAverage => false;

    /// <summary>
    /// The scores before the first tree: log-odds of the second of two classes, log-probabilities of more, or the mean of the target; one a
    /// tree of a round.
    /// </summary>
    internal IReadOnlyList<float> Baseline => _baseline;

    /// <summary>1 for numbers and two classes, else the number of classes.</summary>
    internal int TreesPerRound => _baseline.Length;

    internal BoostingOptions Options { get; }

    Model ISumOfTrees.WithTrees(ModelDescription description, IReadOnlyList<DecisionTree> trees) =>
        new BoostedModel(description, trees, Baseline, Options) { Training = Training };

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture) =>
        $"{ComplexityText.Of(Rounds, "rounds", culture)}, {ComplexityText.Of(TreeCount, "trees", culture)}, "
        + ComplexityText.Of(Leaves, "leaves", culture);

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        int outputs = OutputCount;
        output = output[..(rows * outputs)];
        output.Clear();
        // The one score of two classes is the second one's.
        TreeSum.Add(_trees, [], inputs, rows, output, outputs, (outputs - TreesPerRound, TreesPerRound));
        for (int row = 0; row < rows; row++)
            BoostedScore.ToOutput(output.Slice(row * outputs, outputs), _baseline);
    }
}
