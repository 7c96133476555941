namespace PSModelPruning.Compute.Training.Trees;

/// <summary>How work on trees is spread over threads.</summary>
internal static class Workers
{
    /// <summary>Threads for a setting: 0 takes all processors.</summary>
    internal static int Count(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    internal static ParallelOptions Options(int threads, CancellationToken cancellation = default) => new()
    {
        MaxDegreeOfParallelism = Count(threads),
        CancellationToken = cancellation,
    };
}
