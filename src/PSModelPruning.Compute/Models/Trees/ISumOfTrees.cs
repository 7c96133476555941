namespace PSModelPruning.Compute.Models.Trees;

/// <summary>
/// A model whose outputs, or whose scores before they become outputs, are a weighted sum of trees. What explains or renumbers one tree does
/// so for the whole model.
/// </summary>
internal interface ISumOfTrees
{
    /// <summary>The trees.</summary>
    IReadOnlyList<DecisionTree> Trees { get; }

    /// <summary>What the values of each tree are multiplied with.</summary>
    IReadOnlyList<double> TreeWeights { get; }

    /// <summary>The place in the sum that the first value of each tree is added to.</summary>
    IReadOnlyList<int> TreeColumns { get; }

    /// <summary>What the sum begins with, <c>[outputs]</c>; two classes of a boosted model have a single one.</summary>
    IReadOnlyList<double> SumStart { get; }

    /// <summary>Whether each tree gives a mean of targets, so that its importance does not depend on its scale.</summary>
    bool IsAverage { get; }

    /// <summary>The same model with other trees, one in each one's place.</summary>
    Model WithTrees(ModelDescription description, IReadOnlyList<DecisionTree> trees);
}
