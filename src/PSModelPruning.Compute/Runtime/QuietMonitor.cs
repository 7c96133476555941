namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// A monitor for a part of the work: hands cancellation and warnings on, and keeps the progress and the decisions of the part to itself.
/// </summary>
internal sealed class QuietMonitor(IWorkMonitor monitor) : IWorkMonitor
{
    public CancellationToken Cancellation => monitor.Cancellation;

    public void Progress(in WorkProgress progress) { }

    public void Verbose(ComputeMessage message) { }

    public void Warning(ComputeMessage message) => monitor.Warning(message);
}
