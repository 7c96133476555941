using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>Minimal cost-complexity pruning (Breiman, Friedman, Olshen and Stone 1984); see <see cref="CostComplexityPath"/>.</summary>
internal sealed class CostComplexityMethod : TreePathMethod
{
    internal override string Name => "CostComplexity";

    internal override string Description =>
        "Trees: first removes the split that gains least per leaf (Breiman et al. 1984); by alpha, leaves, or cross-validation.";

    internal override IReadOnlyList<string> Reads => [nameof(PruningTarget.Alpha), nameof(PruningTarget.Leaves)];

    internal override string? DefaultRule => SelectionRuleCatalog.OneStandardError;

    private protected override bool HasEnd => false;

    private protected override bool CountsRows => true;

    private protected override SubtreeRisks Risks(TreeModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor) =>
        CostComplexityPath.Risks(model.Tree);
}
