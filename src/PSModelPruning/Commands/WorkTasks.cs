namespace PSModelPruning.Commands;

/// <summary>Ends a worker before its cmdlet returns, whatever happened on the pipeline thread.</summary>
internal static class WorkTasks
{
    /// <summary>Asks the work to stop if the pipeline thread left before it ended.</summary>
    internal static void CancelIfRunning(this CancellationTokenSource stop, Task task)
    {
        if (!task.IsCompleted)
            stop.Cancel();
    }

    /// <summary>Waits for the end without throwing what the work threw: that was already reported.</summary>
    internal static void WaitQuietly(this Task task) => Task.WhenAny(task).GetAwaiter().GetResult();
}
