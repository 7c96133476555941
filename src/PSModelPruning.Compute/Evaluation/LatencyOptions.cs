namespace PSModelPruning.Compute.Evaluation;

/// <summary>How latencies are measured.</summary>
internal sealed record LatencyOptions
{
    /// <summary>Rows of one prediction call.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>
    /// The time that the timed calls of one model may take together, each counted as the fastest one; the least number of runs is made all
    /// the same.
    /// </summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Timed calls of each model, at least.</summary>
    public int MinimumRuns { get; init; } = 10;

    /// <summary>Timed calls of each model, at most.</summary>
    public int MaximumRuns { get; init; } = 1000;

    /// <summary>Calls before timing starts, in which caches fill and code is compiled.</summary>
    public int WarmUpRuns { get; init; } = 5;
}
