using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// Pessimistic pruning as in C4.5 (Quinlan 1993, section 4.2): a node that N training rows reach and of which it predicts E wrongly is
/// expected to err on N · U(E, N) of as many new ones, where U is the upper limit of a binomial probability at the confidence level CF; see
/// <see cref="PessimisticErrors"/>. A split becomes
/// a leaf where that expects no more errors.
/// </summary>
/// <remarks>
/// Splits are replaced by leaves only: they are not raised in place of their parents, and no tenth of an error is granted.
/// </remarks>
internal sealed class PessimisticMethod : TreePathMethod
{
    /// <summary>The confidence level of C4.5.</summary>
    private const double UsualConfidence = 0.25;

    internal override string Name => "Pessimistic";

    internal override string Description =>
        "Trees: removes splits that do not lower C4.5's upper confidence limit of the error (Quinlan 1993); takes a confidence.";

    internal override IReadOnlyList<string> Reads => [nameof(PathOptions.Confidence), nameof(PruningTarget.Leaves)];

    private protected override SubtreeRisks Risks(TreeModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        CheckClasses(model);
        DecisionTree tree = model.Tree;
        var risks = new double[tree.NodeCount];
        for (int node = 0; node < risks.Length; node++)
        {
            if (node % 1024 == 0)
                monitor.Cancellation.ThrowIfCancellationRequested();
            double rows = tree.Weights[node];
            if (rows > 0)
                risks[node] =
                    PessimisticErrors.Expected(NodeCounts.Errors(tree, node), rows, options.Path.Confidence ?? UsualConfidence)
                    / tree.Weights[0];
        }
        return new SubtreeRisks(risks);
    }
}
