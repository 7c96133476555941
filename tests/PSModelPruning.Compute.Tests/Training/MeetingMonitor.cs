using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>Lets a run wait in its midst until another run has come as far, so that both are certain to run at once.</summary>
/// <param name="meeting">Where they meet.</param>
/// <param name="atProgress">True to meet at the first report of progress; false for work that reports none.</param>
internal sealed class MeetingMonitor(Barrier meeting, bool atProgress) : IWorkMonitor
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private int _hasMet;

    public CancellationToken Cancellation
    {
        get
        {
            if (!atProgress)
                Meet();
            return CancellationToken.None;
        }
    }

    public void Progress(in WorkProgress progress)
    {
        if (atProgress)
            Meet();
    }

    public void Verbose(ComputeMessage message) { }

    public void Warning(ComputeMessage message) { }

    private void Meet()
    {
        if (Interlocked.Exchange(ref _hasMet, 1) == 0)
            Assert.True(meeting.SignalAndWait(Long), "The other run never came: the two do not run at once.");
    }
}
