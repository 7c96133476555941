using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Orderings;

/// <summary>Keeps the members that predict best by themselves: the greatest accuracy, or the least squared error.</summary>
/// <remarks>
/// The plainest ordering, against which the others are measured: it sees no member's part in the ensemble, so members that err alike stay
/// together.
/// </remarks>
internal sealed class IndividualRankMethod : SelectionMethod
{
    internal override string Name => "IndividualRank";

    internal override string Description => "Forests, ensembles: keeps the members that predict best on their own.";

    private protected override bool IsForNumbers => true;

    internal override Selection Select(MemberOutputs outputs, IWorkMonitor monitor) => new Ordering(outputs.ByOwnLoss());
}
