using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Evaluation;

/// <summary>Keeps what was told.</summary>
internal sealed class RecordingMonitor : IWorkMonitor
{
    internal List<string> Warnings { get; } = [];

    internal List<string> Verboses { get; } = [];

    public CancellationToken Cancellation => CancellationToken.None;

    public void Progress(in WorkProgress progress) { }

    public void Verbose(ComputeMessage message) => Verboses.Add(message.ToString());

    public void Warning(ComputeMessage message) => Warnings.Add(message.ToString());
}
