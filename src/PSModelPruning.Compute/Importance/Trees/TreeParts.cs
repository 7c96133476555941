using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Trees;

/// <summary>A model of trees as a sum: what explains one tree explains the model.</summary>
/// <param name="Trees">The trees.</param>
/// <param name="Weights">What each tree's values are multiplied with.</param>
/// <param name="Columns">The output that each tree's first value belongs to.</param>
/// <param name="Baseline">What is added to the sum, <c>[outputs]</c>.</param>
/// <param name="IsAverage">Whether each tree gives a mean of targets rather than a part of a score.</param>
internal sealed record TreeParts(
    IReadOnlyList<DecisionTree> Trees,
    IReadOnlyList<double> Weights,
    IReadOnlyList<int> Columns,
    IReadOnlyList<double> Baseline,
    bool IsAverage
)
{
    /// <summary>
    /// Numbers of the sum. Of a tree or forest these are the model's outputs; of a boosted model the scores before the logistic function or
    /// softmax, of which two classes have one.
    /// </summary>
    internal int Outputs => Baseline.Count;

    /// <summary>Why a model that <see cref="Of"/> does not take cannot be explained so.</summary>
    internal static ComputeMessage Objection => $"it is not made of trees ({Option.Kind.Is("Tree")}, Forest or Boosted)";

    /// <summary>The parts of a model; null for a model that is not made of trees.</summary>
    internal static TreeParts? Of(Model model) =>
        model is ISumOfTrees sum ? new TreeParts(sum.Trees, sum.TreeWeights, sum.TreeColumns, sum.SumStart, sum.IsAverage) : null;

    /// <summary>Why a model cannot be scored by what is known of the nodes of its trees, or null where it can.</summary>
    internal static ComputeMessage? ObjectionTo(Model model) =>
        Of(model) is not { } parts ? Objection
        : parts.Trees.All(tree => tree.IsCounted) ? null
        : $"its trees come from a file that does not tell how many training rows reached their nodes";

    /// <summary>What the sum is expected to be where no input is known, <c>[outputs]</c>.</summary>
    internal double[] Expectation()
    {
        double[] expected = [.. Baseline];
        for (int t = 0; t < Trees.Count; t++)
            TreeShap.AddExpectation(Trees[t], Weights[t], expected, Columns[t]);
        return expected;
    }

    /// <summary>The Shapley values of a row.</summary>
    /// <param name="row">The row's inputs.</param>
    /// <param name="shap">The thread's own.</param>
    /// <param name="effects">Receives <c>[inputs × outputs]</c>: with <see cref="Expectation"/> they sum to what the trees give.</param>
    /// <param name="cancellation">Looked at for every tree: a row of many deep ones takes a second.</param>
    internal void Explain(ReadOnlySpan<float> row, TreeShap shap, double[] effects, CancellationToken cancellation = default)
    {
        Array.Clear(effects);
        for (int t = 0; t < Trees.Count; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            shap.Add(Trees[t], Weights[t], row, effects, Outputs, Columns[t]);
        }
    }
}
