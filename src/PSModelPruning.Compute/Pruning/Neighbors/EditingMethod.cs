using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// Editing (Wilson 1972): the rows that the vote of their nearest others gets wrong go, all at once; see <see cref="WilsonPass"/>.
/// </summary>
/// <remarks>The path: those whose own class has the fewest votes go first.</remarks>
internal sealed class EditingMethod : RowOrderMethod
{
    internal override string Name => "Editing";

    internal override string Description => "Removes the rows that their nearest others misclassify (Wilson 1972).";

    private protected override bool IsForNumbers => true;

    private protected override RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor) =>
        RowOrder.OfRemoved(
            model.Prototypes,
            WilsonPass.Wrong(model, [.. Enumerable.Range(0, model.Prototypes)], options, monitor.Cancellation)
        );
}
