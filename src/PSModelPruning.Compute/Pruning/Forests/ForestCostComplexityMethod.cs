using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// Minimal cost-complexity pruning (Breiman et al. 1984) of every tree of a forest with the same price of a leaf: at alpha each tree is the
/// smallest one with the least impurity + alpha × leaves. Trees that gain less from their leaves lose more of them. All trees stay.
/// </summary>
internal sealed class ForestCostComplexityMethod : PathMethod
{
    internal override string Name => "CostComplexity";

    internal override string Description =>
        "Forests: removes the splits of all trees that gain less per leaf than a common alpha (Breiman et al. 1984); by alpha, "
        + "leaves, or budgets.";

    internal override IReadOnlyList<string> Reads =>
        [nameof(PruningTarget.Alpha), nameof(PruningTarget.Leaves), nameof(PathOptions.RefinementEpochs)];

    internal override PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        var forest = (ForestModel)model;
        IReadOnlyList<DecisionTree> trees = RowCounts.Of(forest, forest.Trees, dataset, Name, monitor);
        var sequences = new SubtreeSequence[forest.TreeCount];
        CoreLoop.Run(
            sequences.Length,
            tree => sequences[tree] = CostComplexityPath.Of(trees[tree], monitor.Cancellation),
            monitor.Cancellation,
            options.Threads
        );
        return new ForestTreesPath(forest, sequences, Name, dataset, options);
    }

    internal override Model Finish(Model chosen, Dataset? dataset, PruningOptions options, IWorkMonitor monitor) =>
        LeafRefinement.Finish(chosen, dataset, options, monitor);
}
