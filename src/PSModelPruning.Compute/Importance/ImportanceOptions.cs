namespace PSModelPruning.Compute.Importance;

/// <summary>How features are scored.</summary>
internal sealed record ImportanceOptions
{
    internal const int DefaultRepeats = 5;
    internal const double DefaultCorrelationThreshold = 0.7;

    /// <summary>
    /// A name of the <see cref="ScorerCatalog"/>; null takes Permutation for a model and MutualInformation for a data set.
    /// </summary>
    public string? Method { get; init; }

    /// <summary>How often methods that shuffle do so; null takes <see cref="DefaultRepeats"/>.</summary>
    public int? Repeats { get; init; }

    /// <summary>The fraction of the partition's rows that is looked at; null takes all.</summary>
    public double? SampleFraction { get; init; }

    /// <summary>The rows that are looked at; null takes the method's own choice, which is never the test partition.</summary>
    public PartitionName? Partition { get; init; }

    /// <summary>
    /// Features whose rank correlation is at least this on average are one group, above 0 to 1; for methods that score groups. Null takes
    /// <see cref="DefaultCorrelationThreshold"/>.
    /// </summary>
    public double? CorrelationThreshold { get; init; }

    public int Seed { get; init; }

    /// <summary>The names of the options that are set although not every method reads them.</summary>
    internal IEnumerable<string> Chosen()
    {
        if (Partition is not null)
            yield return nameof(Partition);
        if (SampleFraction is not null)
            yield return nameof(SampleFraction);
        if (Repeats is not null)
            yield return nameof(Repeats);
        if (CorrelationThreshold is not null)
            yield return nameof(CorrelationThreshold);
    }
}
