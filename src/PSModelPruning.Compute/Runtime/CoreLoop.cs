using System.Runtime.ExceptionServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Runs the steps of a loop on several threads, the calling thread among them: the one way in which this assembly does so. It keeps the
/// limit of the calling thread (<see cref="ThreadLimit"/>), and loops inside its steps share that limit. Unlike Parallel.For, whose code
/// no assembly holds compiled ahead of time, its first use in a process costs nothing.
/// </summary>
/// <remarks>
/// Steps write what they find to places of their own, so that the result does not depend on the threads. They compute no tensors: the bits
/// of a tensor operation depend on the thread count of the thread that asks for it.
/// </remarks>
internal static class CoreLoop
{
    /// <summary>Runs all steps, in no order, unless one throws.</summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="step">Does the step of a number from 0 to <paramref name="count"/> - 1. Several threads call it at once.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="threads">The most threads; 0 takes all that the calling thread may use, and more than those are never taken.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>What a step throws reaches the caller as it was thrown; of several, that of the step with the lowest number.</remarks>
    internal static void Run(int count, Action<int> step, CancellationToken cancellation = default, int threads = 0)
    {
        int workers = Workers(count, threads);
        if (workers > 1)
        {
            new Steps<object?>(count, () => null, (i, _) => step(i), cancellation).Run(workers, threads);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            step(i);
        }
    }

    /// <summary>
    /// Runs all steps, in no order, unless one throws. Each thread makes something of its own that it uses for all its steps.
    /// </summary>
    /// <param name="count">The number of steps.</param>
    /// <param name="start">Makes what a thread uses. Called once for each thread that takes part.</param>
    /// <param name="step">Does a step with it.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <param name="threads">The most threads; 0 takes all that the calling thread may use.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal static void Run<T>(int count, Func<T> start, Action<int, T> step, CancellationToken cancellation = default, int threads = 0) =>
        new Steps<T>(count, start, step, cancellation).Run(Workers(count, threads), threads);

    private static int Workers(int count, int threads) => Math.Min(count, ThreadLimit.Of(threads));

    private sealed class Steps<T>(int count, Func<T> start, Action<int, T> step, CancellationToken cancellation)
    {
        private readonly object _gate = new();
        private int _taken;
        private int _faulty = int.MaxValue;
        private ExceptionDispatchInfo? _fault;

        internal void Run(int workers, int threads)
        {
            if (count == 0)
                return;
            // What loops inside of steps may use.
            int share = Math.Max(1, ThreadLimit.Of(threads) / workers);
            var others = new Task[workers - 1];
            for (int i = 0; i < others.Length; i++)
                others[i] = Task.Run(() => Work(share), CancellationToken.None);
            Work(share);
            Await(others);
            _fault?.Throw();
        }

        /// <summary>
        /// Waits for the other threads. What they throw is kept with the steps; but where there is no memory left to keep it, the thread
        /// itself ends with an error, which must reach the caller as what it is.
        /// </summary>
        private static void Await(Task[] others)
        {
            try
            {
                Task.WaitAll(others, CancellationToken.None);
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(Fault.Of(e));
            }
        }

        /// <summary>Takes steps until there are no more or one before them has thrown.</summary>
        private void Work(int share)
        {
            int own = Interlocked.Increment(ref _taken) - 1;
            // The pool may start a thread when the others have done all steps.
            if (own >= count)
                return;
            using ThreadLimit.LoopScope scope = ThreadLimit.Loops(share);
            try
            {
                // Made for a step that was taken, so that every step before one that throws is done: which fault is told is certain.
                T mine = start();
                for (; own < count && own < Volatile.Read(ref _faulty); own = Interlocked.Increment(ref _taken) - 1)
                {
                    cancellation.ThrowIfCancellationRequested();
                    step(own, mine);
                }
            }
            catch (Exception e)
            {
                lock (_gate)
                {
                    if (own >= _faulty)
                        return;
                    _faulty = own;
                    _fault = ExceptionDispatchInfo.Capture(e);
                }
            }
        }
    }
}
