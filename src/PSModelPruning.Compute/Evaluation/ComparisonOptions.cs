namespace PSModelPruning.Compute.Evaluation;

/// <summary>What a comparison is measured on.</summary>
internal sealed record ComparisonOptions
{
    /// <summary>What the others are compared with; null takes the first model.</summary>
    public Model? Reference { get; init; }

    /// <summary>The data set for all models; null takes each model's own.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>The rows; null takes the test partition, or the best substitute where there is none.</summary>
    public PartitionName? Partition { get; init; }

    /// <summary>How latencies are measured.</summary>
    public LatencyOptions Latency { get; init; } = new();
}
