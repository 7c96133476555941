using System.Runtime.ExceptionServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Runs the steps of a loop on all cores, the calling thread among them. What a step throws reaches the caller as it was thrown. Unlike
/// Parallel.For, whose code no assembly holds compiled ahead of time, it costs nothing to be used first in a process.
/// </summary>
internal static class CoreLoop
{
    /// <summary>Runs all steps, in no order, unless one throws.</summary>
    /// <param name="count">How many steps.</param>
    /// <param name="step">Does the step of a number from 0 to <paramref name="count"/> - 1. Called by several threads at once.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    internal static void Run(int count, Action<int> step, CancellationToken cancellation = default)
    {
        var steps = new Steps(count, step, cancellation);
        var others = new Task[Math.Max(Math.Min(count, Environment.ProcessorCount) - 1, 0)];
        for (int i = 0; i < others.Length; i++)
            others[i] = Task.Run(steps.Work, CancellationToken.None);
        steps.Work();
        Task.WaitAll(others, CancellationToken.None);
        steps.ThrowFault();
    }

    private sealed class Steps(int count, Action<int> step, CancellationToken cancellation)
    {
        private int _taken;
        private ExceptionDispatchInfo? _fault;

        /// <summary>Takes steps until there are no more or one has thrown.</summary>
        internal void Work()
        {
            try
            {
                for (
                    int own = Interlocked.Increment(ref _taken) - 1;
                    own < count && Volatile.Read(ref _fault) is null;
                    own = Interlocked.Increment(ref _taken) - 1
                )
                {
                    cancellation.ThrowIfCancellationRequested();
                    step(own);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
            }
        }

        internal void ThrowFault() => _fault?.Throw();
    }
}
