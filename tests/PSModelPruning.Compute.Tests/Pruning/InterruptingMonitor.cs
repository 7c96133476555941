using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Cancels at a given look at the cancellation token, so that a run can be interrupted anywhere.</summary>
internal sealed class InterruptingMonitor(int looks) : IWorkMonitor
{
    private readonly CancellationTokenSource _source = new();

    internal int Looks { get; private set; }

    public CancellationToken Cancellation
    {
        get
        {
            if (++Looks == looks)
                _source.Cancel();
            return _source.Token;
        }
    }

    public void Progress(in WorkProgress progress) { }

    public void Verbose(ComputeMessage message) { }

    public void Warning(ComputeMessage message) { }
}
