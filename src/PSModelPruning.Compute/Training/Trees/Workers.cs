namespace PSModelPruning.Compute.Training.Trees;

/// <summary>How work on trees is spread over threads.</summary>
internal static class Workers
{
    /// <summary>Threads for a setting: 0 takes all processors.</summary>
    internal static int Count(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    internal static ParallelOptions Options(int threads, CancellationToken cancellation = default) =>
        new() { MaxDegreeOfParallelism = Count(threads), CancellationToken = cancellation };

    /// <summary>Does something for each number from 0; on this thread alone if there is but one.</summary>
    internal static void Run(int threads, int count, Action<int> work)
    {
        if (threads > 1)
        {
            Parallel.For(0, count, Options(threads), work);
            return;
        }
        for (int i = 0; i < count; i++)
            work(i);
    }
}
