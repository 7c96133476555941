namespace PSModelPruning.Compute.Models.Trees;

/// <summary>How a forest is grown. A model keeps it, so that it can be grown again on other rows.</summary>
internal sealed record ForestOptions
{
    /// <summary>
    /// What <see cref="TreeOptions.MaxBins"/> is where the number of rows decides: bins above <see cref="MostExactRows"/> training rows,
    /// none up to there.
    /// </summary>
    internal const int BinsByRows = -1;

    /// <summary>Up to this many training rows a forest looks at every midpoint where nothing else was asked for.</summary>
    internal const int MostExactRows = 10_000;

    /// <summary>How each tree is grown; its seed and threads are the forest's.</summary>
    public TreeOptions Tree { get; init; } = new() { MaxBins = BinsByRows };

    public int TreeCount { get; init; } = 100;

    /// <summary>
    /// Whether each tree sees rows that were drawn with replacement (Breiman 1996); else all, or the fraction that is sampled without.
    /// </summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>Rows that each tree draws, as a fraction of the training rows, above 0 to 1.</summary>
    public double SampleFraction { get; init; } = 1;

    /// <summary>
    /// Splits at random thresholds, the best of one an input (extremely randomized trees; Geurts, Ernst and Wehenkel 2006).
    /// </summary>
    public bool RandomThresholds { get; init; }
}
