using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>Keeps what a run reports.</summary>
internal sealed class CollectingMonitor(CancellationToken cancellation = default) : IWorkMonitor
{
    internal List<WorkProgress> Reports { get; } = [];

    internal List<string> Decisions { get; } = [];

    internal List<string> Warnings { get; } = [];

    public CancellationToken Cancellation => cancellation;

    public void Progress(in WorkProgress progress) => Reports.Add(progress);

    public void Verbose(ComputeMessage message) => Decisions.Add(message.ToString());

    public void Warning(ComputeMessage message) => Warnings.Add(message.ToString());
}
