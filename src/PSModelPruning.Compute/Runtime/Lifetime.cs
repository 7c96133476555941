namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Decides when an object may free what it owns: once it was disposed and nobody uses it any more. Disposing never waits, and never frees
/// memory that another thread still reads: the last user frees it. Thread-safe.
/// </summary>
/// <param name="release">Frees what the object owns. Called once.</param>
internal sealed class Lifetime(Action release)
{
    // The sign bit says that the object was disposed; the others count its users.
    private const int Ended = int.MinValue;

    private int _state;

    /// <summary>True once the object was disposed.</summary>
    internal bool HasEnded => Volatile.Read(ref _state) < 0;

    /// <summary>Begins a use, unless the object was disposed.</summary>
    /// <param name="use">Ends the use when it is disposed. To be disposed once.</param>
    internal bool TryUse(out Use use)
    {
        int state = Volatile.Read(ref _state);
        while (state >= 0)
        {
            int seen = Interlocked.CompareExchange(ref _state, state + 1, state);
            if (seen == state)
            {
                use = new Use(this);
                return true;
            }
            state = seen;
        }
        use = default;
        return false;
    }

    /// <summary>Begins no use any more, and frees what the object owns once the last use has ended.</summary>
    internal void End()
    {
        if (Interlocked.Or(ref _state, Ended) == 0)
            release();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Ended)
            release();
    }

    /// <summary>A use of the object: while it lasts, nothing of the object is freed.</summary>
    internal readonly struct Use(Lifetime? lifetime) : IDisposable
    {
        public void Dispose() => lifetime?.Leave();
    }
}
