namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Gives the measurement of a latency the processors for itself: trainings and prunings of this process rest at their next batch until it
/// has ended, and measurements wait for each other. This is all that is left of a lock around trainings; it changes no result.
/// </summary>
internal sealed class QuietTime
{
    private const int LookAtCancellation = 100;

    // Work between two batches may take long (scoring a whole network). A measurement does not wait for it forever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly ThreadLocal<int> _works = new();
    private int _working;

    // The thread that measures; 0 while nobody does.
    private int _measuring;

    /// <summary>That of this process.</summary>
    internal static QuietTime OfProcess { get; } = new();

    /// <summary>Runs work that rests while others measure. May be nested.</summary>
    internal T Work<T>(Func<T> work)
    {
        if (_works.Value++ == 0)
            Count(+1);
        try
        {
            return work();
        }
        finally
        {
            if (--_works.Value == 0)
                Count(-1);
        }
    }

    /// <summary>Waits until nobody measures. Called between two batches; costs a read of a flag.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    internal void Rest(CancellationToken cancellation)
    {
        int measuring = Volatile.Read(ref _measuring);
        if (measuring == 0 || measuring == Environment.CurrentManagedThreadId)
            return;
        lock (_gate)
            Await(() => _measuring == 0, TimeSpan.MaxValue, cancellation);
    }

    /// <summary>Runs a measurement while the work of other threads rests.</summary>
    /// <param name="measure">The measurement; told whether all other work rests.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    internal T Measure<T>(Func<bool, T> measure, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _measuring) == Environment.CurrentManagedThreadId)
            return measure(true);
        bool isQuiet;
        lock (_gate)
        {
            Await(() => _measuring == 0, TimeSpan.MaxValue, cancellation);
            _measuring = Environment.CurrentManagedThreadId;
            try
            {
                isQuiet = Await(() => _working == 0, Patience, cancellation);
            }
            catch
            {
                End();
                throw;
            }
        }
        try
        {
            return measure(isQuiet);
        }
        finally
        {
            lock (_gate)
                End();
        }
    }

    private void End()
    {
        _measuring = 0;
        Monitor.PulseAll(_gate);
    }

    private void Count(int change)
    {
        lock (_gate)
        {
            _working += change;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits, as one that rests, until a condition holds or the time is up.</summary>
    /// <returns>True where the condition holds.</returns>
    private bool Await(Func<bool> condition, TimeSpan patience, CancellationToken cancellation)
    {
        int own = _works.Value > 0 ? 1 : 0;
        long end = patience == TimeSpan.MaxValue ? long.MaxValue : Environment.TickCount64 + (long)patience.TotalMilliseconds;
        _working -= own;
        Monitor.PulseAll(_gate);
        try
        {
            while (!condition())
            {
                cancellation.ThrowIfCancellationRequested();
                if (Environment.TickCount64 >= end)
                    return false;
                Monitor.Wait(_gate, LookAtCancellation);
            }
            return true;
        }
        finally
        {
            _working += own;
        }
    }
}
