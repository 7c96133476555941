using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// Minimum-error pruning (Niblett and Bratko 1986) with the m-estimate of Cestnik and Bratko (1991): a node that N training rows reach, n
/// of them of the class that it predicts, is expected to err with probability 1 − (n + m · p) / (N + m), where p is the part of that class
/// in the whole training data. A split becomes a leaf where its children, weighted by their rows, are expected to err no less.
/// </summary>
internal sealed class MinimumErrorMethod : TreePathMethod
{
    internal override string Name => "MinimumError";

    internal override string Description =>
        "Trees: removes splits that do not lower the m-estimate of the error (Niblett and Bratko 1986, Cestnik and Bratko 1991); "
        + "takes a prior weight.";

    internal override IReadOnlyList<string> Reads => [nameof(PathOptions.PriorWeight), nameof(PruningTarget.Leaves)];

    private protected override SubtreeRisks Risks(TreeModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        CheckClasses(model);
        DecisionTree tree = model.Tree;
        double priorWeight = options.Path.PriorWeight ?? tree.OutputCount;
        var risks = new double[tree.NodeCount];
        for (int node = 0; node < risks.Length; node++)
        {
            int predicted = OutputScore.MostProbable(tree.Value(node));
            double rows = tree.Weights[node],
                right = NodeCounts.OfClass(tree, node, predicted),
                prior = tree.Value(0)[predicted];
            if (rows > 0)
                risks[node] = rows * (1 - (right + priorWeight * prior) / (rows + priorWeight)) / tree.Weights[0];
        }
        return new SubtreeRisks(risks);
    }
}
