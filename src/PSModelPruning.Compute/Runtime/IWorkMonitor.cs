namespace PSModelPruning.Compute.Runtime;

/// <summary>How long work tells what it does and learns that it should stop.</summary>
internal interface IWorkMonitor
{
    /// <summary>Cancelled when the caller wants the work to stop; long work looks at it at least every batch.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Reports progress. May be called as often as wanted: the receiver shows at most five reports a second.</summary>
    void Progress(in WorkProgress progress);

    /// <summary>Reports a decision to callers that want to follow the work closely.</summary>
    void Verbose(ComputeMessage message);

    /// <summary>Reports something that the user should know although the work goes on.</summary>
    void Warning(ComputeMessage message);
}

/// <summary>One progress report.</summary>
/// <param name="activity">What is being done, such as "Training LeNet300".</param>
/// <param name="status">Where it stands, such as "epoch 3 of 20, loss 0.213, accuracy 0.941".</param>
/// <param name="fraction">How much is done, 0 to 1, or negative where that is not known.</param>
/// <param name="remaining">The estimated time that remains, if known.</param>
internal readonly struct WorkProgress(ComputeMessage activity, ComputeMessage status, double fraction, TimeSpan? remaining = null)
{
    /// <summary>What is being done.</summary>
    internal string Activity { get; } = activity.ToString();

    /// <summary>Where it stands.</summary>
    internal string Status { get; } = status.ToString();

    /// <summary>How much is done, 0 to 1, or negative where that is not known.</summary>
    internal double Fraction { get; } = fraction;

    /// <summary>The estimated time that remains, if known.</summary>
    internal TimeSpan? Remaining { get; } = remaining;
}

/// <summary>A monitor for callers that want none.</summary>
internal sealed class SilentMonitor(CancellationToken cancellation = default) : IWorkMonitor
{
    internal static readonly SilentMonitor Instance = new();

    public CancellationToken Cancellation => cancellation;

    public void Progress(in WorkProgress progress) { }

    public void Verbose(ComputeMessage message) { }

    public void Warning(ComputeMessage message) { }
}
