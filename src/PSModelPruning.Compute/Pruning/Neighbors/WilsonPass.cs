using PSModelPruning.Compute.Models.Neighbors;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// One pass of editing. Classes (Wilson 1972, "Asymptotic properties of nearest neighbor rules using edited data"): the rows that the vote
/// of their nearest others gets wrong. Numbers (in the manner of Kordos and Blachnik 2012, "Instance selection with neural networks for
/// regression problems"): the rows whose number is more than five standard deviations of the neighbours' numbers from what these predict;
/// that it is five is a choice of this implementation.
/// </summary>
internal static class WilsonPass
{
    private const double Deviations = 5;

    /// <summary>The rows that go, the worst first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The prototypes that take part, by index, rising.</param>
    /// <param name="options">Neighbours and threads.</param>
    /// <param name="cancellation">Looked at every few hundred rows.</param>
    internal static int[] Wrong(NeighborModel model, int[] rows, NeighborOptions options, CancellationToken cancellation)
    {
        var vote = new OtherRowsVote(model, rows, model.Neighbors, options.Threads, cancellation);
        var wrong = new List<(int Row, double Worth)>();
        for (int i = 0; i < rows.Length; i++)
        {
            (bool isRight, double worth) =
                model.Task == LearningTask.Regression
                    ? (vote.OfNumber(i) <= Deviations, -vote.OfNumber(i))
                    : vote.OfClass(i, model.Neighbors);
            if (!isRight)
                wrong.Add((rows[i], worth));
        }
        return [.. wrong.OrderBy(row => row.Worth).ThenBy(row => row.Row).Select(row => row.Row)];
    }
}
