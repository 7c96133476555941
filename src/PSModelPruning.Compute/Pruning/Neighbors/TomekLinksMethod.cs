using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// Tomek links (Tomek 1976, "Two modifications of CNN"): two rows of different classes each of which is the other's nearest row. Both are
/// noise or lie at the border of their classes, and both go. Of equally near rows the one with the lower index is the nearest.
/// </summary>
/// <remarks>The path: the closest pair goes first.</remarks>
internal sealed class TomekLinksMethod : RowOrderMethod
{
    internal override string Name => "TomekLinks";

    internal override string Description => "Removes pairs of rows of different classes that are each other's nearest (Tomek 1976).";

    private protected override RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor)
    {
        NeighborTable nearest = model.Index.SearchOthers(1, options.Threads, monitor.Cancellation);
        ReadOnlyMemory<float> targets = model.Targets;
        IEnumerable<int> links =
            nearest.Width == 0
                ? []
                : Enumerable
                    .Range(0, model.Prototypes)
                    .Where(row =>
                        row < nearest.Rows[row]
                        && nearest.Rows[nearest.Rows[row]] == row
                        && targets.Span[row] != targets.Span[nearest.Rows[row]]
                    );
        return RowOrder.OfRemoved(
            model.Prototypes,
            [.. links.OrderBy(row => nearest.Distances[row]).ThenBy(row => row).SelectMany(row => new[] { row, nearest.Rows[row] })]
        );
    }
}
