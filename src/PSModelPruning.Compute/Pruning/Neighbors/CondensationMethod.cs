using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// Condensing (Hart 1968, "The condensed nearest neighbor rule"): rows are visited in their order, and each that the nearest row kept so
/// far does not classify right is kept, again and again until a visit to all keeps none. The nearest prototype alone decides in the result,
/// and it classifies every row right that was condensed (but for rows that have a twin of another class). Of all classes alike.
/// </summary>
/// <remarks>
/// The path: below the end, the rows as they were kept, the latest going first; above it, the others, those farthest from what was kept
/// going last.
/// </remarks>
internal sealed class CondensationMethod : RowOrderMethod
{
    internal override string Name => "Condensation";

    internal override string Description => "Keeps rows until the nearest kept row classifies every row correctly (Hart 1968).";

    private protected override RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor)
    {
        var condensed = new CondensedSet(model.Index.Distance, model.Inputs, model.Targets, model.Preprocessing.Width, options.Threads);
        condensed.Grow(monitor);
        bool[] isKept = new bool[model.Prototypes];
        foreach (int row in condensed.Rows)
            isKept[row] = true;
        IEnumerable<int> others = Enumerable
            .Range(0, model.Prototypes)
            .Where(row => !isKept[row])
            .OrderByDescending(row => condensed.DistanceTo(row))
            .ThenBy(row => row);
        return new RowOrder([.. condensed.Rows, .. others], condensed.Rows.Count, 1, true);
    }
}
