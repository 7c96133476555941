namespace PSModelPruning.Compute.Importance;

/// <summary>How features are scored.</summary>
internal sealed record ImportanceOptions
{
    /// <summary>
    /// A name of the <see cref="ScorerCatalog"/>; null takes Permutation for a model and MutualInformation for a data set.
    /// </summary>
    public string? Method { get; init; }

    /// <summary>How often methods that shuffle do so.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>The fraction of the partition's rows that is looked at.</summary>
    public double SampleFraction { get; init; } = 1;

    /// <summary>The rows that are looked at; null takes the method's own choice, which is never the test partition.</summary>
    public PartitionName? Partition { get; init; }

    /// <summary>
    /// Features whose rank correlation is at least this on average are one group, above 0 to 1; for methods that score groups.
    /// </summary>
    public double CorrelationThreshold { get; init; } = 0.7;

    public int Seed { get; init; }

    /// <summary>The parameters that the user named; one that the method does not read is an error.</summary>
    public IReadOnlySet<string> Given { get; init; } = new HashSet<string>();
}
