using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// A method that chooses among the prototypes that there are: it says in which order they go, and every number of them is a point of its
/// path.
/// </summary>
internal abstract class RowOrderMethod : NeighborPathMethod
{
    private protected override PruningPath Path(NeighborModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        RowOrder order = Order(model, Options(model, options), monitor);
        if (order.Least == 0)
            throw PruningErrors.NothingLeft(model, Name);
        if (options.Target.IsUnset)
            WarnOfLostClasses(model, order.Rows.AsSpan(0, order.Natural), monitor);
        int count = model.Prototypes;
        PathCandidate[] candidates =
        [
            .. Enumerable
                .Range(0, count - order.Least + 1)
                .Select(gone => new PathCandidate(count - gone, Gone(model, count - gone), () =>
                    Subset(model, order, count - gone, dataset, options)
                )),
        ];
        return new PruningPath(Unit, candidates, count - order.Natural);
    }

    /// <summary>The order in which prototypes go.</summary>
    private protected abstract RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor);

    private NeighborModel Subset(NeighborModel model, RowOrder order, int kept, Dataset? dataset, PruningOptions options)
    {
        int[] rows = order.Rows[..kept];
        Array.Sort(rows);
        return Make(
            model,
            RowGather.Of(model.Inputs.Span, rows, model.Preprocessing.Width),
            RowGather.Of(model.Targets.Span, rows, 1),
            order.NearestOnly && kept < model.Prototypes,
            dataset,
            options,
            model.Copies?.Among(rows)
        );
    }
}
