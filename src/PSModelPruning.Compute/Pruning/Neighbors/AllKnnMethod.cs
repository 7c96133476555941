using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// All k-NN (Tomek 1976, "An experiment with the edited nearest-neighbor rule"): the rows that the vote of their nearest 1, 2, … or k
/// others gets wrong go, after all have been asked.
/// </summary>
/// <remarks>
/// The path: those that most of the k votes get wrong go first, and of these those whose own class has the fewest of k votes.
/// </remarks>
internal sealed class AllKnnMethod : RowOrderMethod
{
    internal override string Name => "AllKnn";

    internal override string Description => "Removes the rows that their nearest 1, 2, … or k others misclassify (Tomek 1976).";

    private protected override RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor)
    {
        int neighbors = model.Neighbors;
        var vote = new OtherRowsVote(model, [.. Enumerable.Range(0, model.Prototypes)], neighbors, options.Threads, monitor.Cancellation);
        var wrong = new List<(int Row, int Times, double Share)>();
        for (int row = 0; row < model.Prototypes; row++)
        {
            int times = Enumerable.Range(1, neighbors).Count(asked => !vote.OfClass(row, asked).IsRight);
            if (times > 0)
                wrong.Add((row, times, vote.OfClass(row, neighbors).Share));
        }
        return RowOrder.OfRemoved(
            model.Prototypes,
            [.. wrong.OrderByDescending(row => row.Times).ThenBy(row => row.Share).ThenBy(row => row.Row).Select(row => row.Row)]
        );
    }
}
