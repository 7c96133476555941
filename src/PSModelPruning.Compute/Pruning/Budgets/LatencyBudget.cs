using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Budgets;

/// <summary>The median duration of one prediction call in milliseconds, measured on this machine.</summary>
/// <param name="milliseconds">The greatest duration.</param>
/// <param name="batchSize">Rows of a call.</param>
internal sealed class LatencyBudget(double milliseconds, int batchSize) : ResourceBudget
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(0.3);

    internal override double Limit => milliseconds;

    /// <summary>As the finished model will run: a network with the kernels that it would choose.</summary>
    internal override double Measure(Model model, IWorkMonitor monitor)
    {
        var network = model as NetworkModel;
        try
        {
            network?.Finished();
            return LatencyMeter.Measure(model, batchSize, monitor, TimeLimit).P50Milliseconds;
        }
        finally
        {
            network?.DropPlan();
        }
    }

    internal override string Describe(double amount) => FormattableString.Invariant($"{amount:0.000###} ms");
}
