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
        NeighborTable nearest = model.Index.SearchOthers(1, options.Threads, monitor.Cancellation, model.Copies);
        ReadOnlyMemory<float> targets = model.Targets;
        // Of copies the first one is the nearest, and stands for all.
        int Nearest(int row) => nearest.RowsOf(row) is [int first] ? first : -1;
        IEnumerable<int> links = Enumerable
            .Range(0, model.Prototypes)
            .Where(row => Nearest(row) is var other && row < other && Nearest(other) == row && targets.Span[row] != targets.Span[other]);
        return RowOrder.OfRemoved(
            model.Prototypes,
            [
                .. links
                    .OrderBy(row => nearest.Distances[row])
                    .ThenBy(row => row)
                    .SelectMany(row => new[] { row, Nearest(row) })
                    .SelectMany(row => CopiesOf(model, row)),
            ]
        );
    }

    /// <summary>A row and its copies.</summary>
    private static IEnumerable<int> CopiesOf(NeighborModel model, int row) =>
        model.Copies is { } copies ? Enumerable.Range(row, model.Prototypes - row).Where(other => copies.AreSame(row, other)) : [row];
}
