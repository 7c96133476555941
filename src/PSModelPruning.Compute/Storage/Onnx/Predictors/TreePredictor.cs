using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>
/// A tree ensemble. An average of distributions or numbers is a forest, one tree a tree, and a sum of scores a boosted model.
/// </summary>
/// <param name="node">The node, for errors.</param>
/// <param name="columns">What it reads.</param>
/// <param name="classes">The names of its classes; empty for numbers.</param>
/// <param name="trees">The trees.</param>
/// <param name="baseValues">What the scores begin with; empty for 0.</param>
/// <param name="isAverage">Whether the trees are averaged and not summed.</param>
internal sealed class TreePredictor(
    string node,
    IReadOnlyList<OnnxColumn> columns,
    IReadOnlyList<string> classes,
    IReadOnlyList<AssembledTree> trees,
    double[] baseValues,
    bool isAverage
) : OnnxPredictor(node, columns, classes)
{
    /// <summary>Sums of probabilities in single precision differ from 1 by their rounding.</summary>
    private const double Rounding = 1e-4;

    private int Scores => trees[0].Scores;

    private bool HasBase => baseValues.Any(value => value != 0);

    /// <inheritdoc/>
    internal override Model Build(ModelDescription description, OnnxContext context)
    {
        int[] sources = [.. Columns.Select(column => column.Source)];
        AssembledTree[] own = [.. trees.Select(tree => tree.Reading(sources))];
        CheckFinite(own, context);
        return Task == LearningTask.Regression ? Numbers(description, own, context)
            : Scores == 1 ? Binary(description, own, context)
            : Several(description, own, context);
    }

    private Model Numbers(ModelDescription description, AssembledTree[] own, OnnxContext context)
    {
        if (Transform != PostTransform.None)
            throw TransformUnsupported(context, $"which no model of numbers has here.");
        double start = baseValues.Length == 0 ? 0 : baseValues[0];
        if (own.Length == 1 || isAverage)
        {
            DecisionTree[] made = [.. own.Select(tree => tree.Build(1, (scores, values) => values[0] = (float)(scores[0] + start)))];
            return Averaged(description, made, Equal(made.Length));
        }
        return Boosted(
            description,
            [.. own.Select(tree => tree.Build(1, (scores, values) => values[0] = (float)scores[0]))],
            [(float)start]
        );
    }

    /// <summary>Two classes with one score, that of the second class.</summary>
    private Model Binary(ModelDescription description, AssembledTree[] own, OnnxContext context)
    {
        bool isPositive = own.All(tree => tree.Values.All(value => value >= 0));
        switch (Transform)
        {
            case PostTransform.Logistic when isPositive && own.Length > 0 && own.Any(tree => tree.Values.Any(value => value > 0)):
                throw TransformUnsupported(
                    context,
                    $"but its leaves add nothing negative to the one score of two classes: runtimes take such scores for probabilities."
                );
            case PostTransform.Logistic:
                return Boosted(description, [.. own.Select(One)], [Base(0)]);
            case PostTransform.None when isPositive && !HasBase && Shares(own) is { } shares:
                return Averaged(description, [.. own.Select((tree, t) => tree.Build(2, (scores, values) =>
                                {
                                    values[1] = Math.Min(1, (float)(scores[0] / shares[t]));
                                    values[0] = 1 - values[1];
                                }))], shares);
            case PostTransform.None when !isPositive:
                WarnOfScores(context, "logistic function");
                return Boosted(description, [.. own.Select(One)], [Base(0)]);
            case PostTransform.None:
                throw OnnxErrors.Unsupported(context.File, Node, $"adds up scores of two classes that can be more than 1.");
            default:
                throw TransformUnsupported(context, $"which no model of two classes with one score has here.");
        }
    }

    private Model Several(ModelDescription description, AssembledTree[] own, OnnxContext context)
    {
        if (!HasBase && Enumerable.Range(0, Scores).Count(score => own.Any(tree => AddsTo(tree, score))) == 1)
            throw OnnxErrors.Unsupported(
                context.File,
                Node,
                $"has leaves that all add to one of {Scores} classes, so that all rows get this class: it was written wrongly. "
                    + $"Export the model again with a newer version of its exporter."
            );
        switch (Transform)
        {
            case PostTransform.None when !HasBase && Distributions(own) is { } shares:
                return Averaged(description, [.. own.Select((tree, t) => tree.Build(Scores, (scores, values) =>
                                {
                                    for (int k = 0; k < values.Length; k++)
                                        values[k] = Math.Min(1, (float)(scores[k] / shares[t]));
                                }))], shares);
            case PostTransform.None when Scores > 2:
                WarnOfScores(context, "softmax");
                return SoftmaxOfSums(description, own);
            case PostTransform.None:
                throw OnnxErrors.Unsupported(context.File, Node, $"adds up scores of two classes that are no probabilities.");
            case PostTransform.Softmax:
                return SoftmaxOfSums(description, own);
            case PostTransform.Logistic when Scores == 2 && IsAntisymmetric(own):
                return Boosted(description, [.. own.Select(tree => Column(tree, 1))], [Base(1)]);
            case PostTransform.Logistic:
                throw TransformUnsupported(
                    context,
                    $"by which the probabilities of {Scores} classes do not sum to 1; no model here has such."
                );
            default:
                throw TransformUnsupported(context, $"which no model of classes has here.");
        }
    }

    /// <summary>
    /// A boosted model of several classes has a tree a class in every round: each tree of the file is taken apart into those of the classes
    /// that it adds to. Two classes have one score, the difference.
    /// </summary>
    private BoostedModel SoftmaxOfSums(ModelDescription description, AssembledTree[] own)
    {
        if (Scores == 2)
            return Boosted(
                description,
                [.. own.Select(tree => tree.Build(1, (scores, values) => values[0] = (float)(scores[1] - scores[0])))],
                [Base(1) - Base(0)]
            );
        var ofClass = new List<DecisionTree>[Scores];
        for (int k = 0; k < Scores; k++)
            ofClass[k] = [.. own.Where(tree => AddsTo(tree, k)).Select(tree => Column(tree, k))];
        int rounds = Math.Max(1, ofClass.Max(list => list.Count));
        var inRounds = new DecisionTree[rounds * Scores];
        for (int i = 0; i < inRounds.Length; i++)
            inRounds[i] = i / Scores < ofClass[i % Scores].Count ? ofClass[i % Scores][i / Scores] : Nothing();
        return Boosted(description, inRounds, [.. Enumerable.Range(0, Scores).Select(Base)]);
    }

    private static bool AddsTo(AssembledTree tree, int score)
    {
        for (int i = score; i < tree.Values.Length; i += tree.Scores)
        {
            if (tree.Values[i] != 0)
                return true;
        }
        return false;
    }

    /// <summary>The tree that adds nothing.</summary>
    private static DecisionTree Nothing() => new(1, [DecisionTree.Leaf], [0], [false], [0], [0], [0], [0]);

    private static DecisionTree One(AssembledTree tree) => Column(tree, 0);

    private static DecisionTree Column(AssembledTree tree, int score) =>
        tree.Build(1, (scores, values) => values[0] = (float)scores[score]);

    private float Base(int score) => score < baseValues.Length ? (float)baseValues[score] : 0;

    /// <summary>Whether the scores of two classes are the negatives of each other, as CatBoost writes them.</summary>
    private bool IsAntisymmetric(AssembledTree[] own)
    {
        if (baseValues.Length == 2 && baseValues[0] != -baseValues[1] || baseValues.Length == 1 && baseValues[0] != 0)
            return false;
        return own.All(tree => tree.Leaves.All(leaf => leaf.Span[0] == -leaf.Span[1]));
    }

    /// <summary>
    /// The part that each tree has in an average of probabilities of the second of two classes, where it can be one: its leaves give
    /// between 0 and its part.
    /// </summary>
    private static double[]? Shares(AssembledTree[] own)
    {
        double[] greatest = [.. own.Select(tree => tree.Values.Max())];
        double equal = 1.0 / own.Length;
        if (greatest.All(value => value <= equal * (1 + Rounding)))
            return Equal(own.Length);
        double free = 1 - greatest.Sum();
        return free >= -Rounding ? [.. greatest.Select(value => value + Math.Max(0, free) * equal)] : null;
    }

    /// <summary>
    /// The part that each tree has in an average of distributions: what each of its leaves sums to, where all do so and all parts sum to 1.
    /// </summary>
    private static double[]? Distributions(AssembledTree[] own)
    {
        var shares = new double[own.Length];
        for (int t = 0; t < own.Length; t++)
        {
            double least = double.PositiveInfinity,
                most = 0;
            foreach (ReadOnlyMemory<double> leaf in own[t].Leaves)
            {
                double sum = 0;
                foreach (double value in leaf.Span)
                {
                    if (value < 0)
                        return null;
                    sum += value;
                }
                least = Math.Min(least, sum);
                most = Math.Max(most, sum);
            }
            if (!(most > 0) || most - least > Rounding * most)
                return null;
            shares[t] = (least + most) / 2;
        }
        double total = shares.Sum();
        if (Math.Abs(total - 1) > Rounding)
            return null;
        // Parts that differ by rounding alone are equal.
        return shares.All(share => Math.Abs(share * own.Length - 1) <= Rounding)
            ? Equal(own.Length)
            : [.. shares.Select(share => share / total)];
    }

    private static double[] Equal(int count)
    {
        var parts = new double[count];
        Array.Fill(parts, 1.0 / count);
        return parts;
    }

    private static Model Averaged(ModelDescription description, DecisionTree[] made, double[] shares) =>
        made.Length == 1
            ? new TreeModel(description, made[0], new TreeOptions())
            : new ForestModel(description, made, shares, new ForestOptions { TreeCount = made.Length });

    private static BoostedModel Boosted(ModelDescription description, DecisionTree[] made, float[] baseline) =>
        new(description, made, baseline, new BoostingOptions { TreeCount = made.Length / baseline.Length });

    private void WarnOfScores(OnnxContext context, string function) =>
        context.Monitor.Warning(
            $"{Node} of '{context.File}' gives scores and no probabilities. The predicted classes are those of the file; the "
                + $"probabilities are the {function} of its scores."
        );

    private void CheckFinite(AssembledTree[] own, OnnxContext context)
    {
        if (
            own.Any(tree => tree.Values.Any(value => !float.IsFinite((float)value)))
            || baseValues.Any(value => !float.IsFinite((float)value))
        )
            throw OnnxErrors.Corrupt(context.File, $"a leaf or a base value of {Node} is no finite number.");
    }
}
