using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// Repeated editing (Tomek 1976, "An experiment with the edited nearest-neighbor rule", unlimited): passes of editing until none removes a
/// row, so that at the end every row agrees with its nearest others.
/// </summary>
/// <remarks>The path: pass after pass, and within a pass those whose own class has the fewest votes first.</remarks>
internal sealed class RepeatedEditingMethod : RowOrderMethod
{
    internal override string Name => "RepeatedEditing";

    internal override string Description => "Edits until every row agrees with its nearest others (Tomek 1976).";

    private protected override bool IsForNumbers => true;

    private protected override RowOrder Order(NeighborModel model, NeighborOptions options, IWorkMonitor monitor)
    {
        int[] left = [.. Enumerable.Range(0, model.Prototypes)];
        var removed = new List<int>();
        for (int pass = 1; ; pass++)
        {
            monitor.Progress(new WorkProgress("Editing", $"pass {pass}, {left.Length:N0} of {model.Prototypes:N0} rows left", -1));
            int[] wrong = WilsonPass.Wrong(model, left, options, monitor.Cancellation);
            monitor.Verbose($"Pass {pass} removed {wrong.Length:N0} of {left.Length:N0} rows.");
            if (wrong.Length == 0)
                return RowOrder.OfRemoved(model.Prototypes, removed);
            removed.AddRange(wrong);
            left = [.. left.Except(wrong)];
        }
    }
}
