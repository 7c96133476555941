using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// DROP3 (Wilson and Martinez 2000, "Reduction techniques for instance-based learning algorithms"): a pass of editing removes noise; then
/// rows are visited from the one farthest from another class to the nearest, and a row goes where without it at least as many of its
/// associates are classified right.
/// </summary>
/// <remarks>The path: the order in which rows go.</remarks>
internal sealed class Drop3Method : RowOrderMethod
{
    internal override string Name => "Drop3";

    internal override string Description =>
        "Removes noise, then rows that are not needed to classify their neighbours correctly (Wilson and Martinez 2000).";

    private protected override RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor)
    {
        int[] noise = WilsonPass.Wrong(model, [.. Enumerable.Range(0, model.Prototypes)], options, monitor.Cancellation);
        int[] rows = [.. Enumerable.Range(0, model.Prototypes).Except(noise)];
        monitor.Verbose($"Editing removed {noise.Length:N0} of {model.Prototypes:N0} rows as noise.");
        if (rows.Length == 0)
            return RowOrder.OfRemoved(model.Prototypes, noise);
        IReadOnlyList<int> dropped = new DecrementalReduction(model, rows, options.Threads, monitor).Run();
        return RowOrder.OfRemoved(model.Prototypes, [.. noise, .. dropped]);
    }
}
