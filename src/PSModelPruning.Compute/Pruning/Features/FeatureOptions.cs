namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>How it is found out which input features go. Names of variants are those of the catalogs.</summary>
internal sealed record FeatureOptions
{
    /// <summary>A name of the catalog of feature scorers; "" takes the method's own choice.</summary>
    public string Scorer { get; init; } = "";

    /// <summary>
    /// The fraction of the features that are left that goes in a step of recursive elimination, above 0 to below 1; at least one goes.
    /// </summary>
    public double StepFraction { get; init; } = 0.1;

    /// <summary>Parts of the cross-validation that chooses the number of features.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The most forests that all-relevant selection grows.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>The level of its tests, above 0 to below 1.</summary>
    public double Significance { get; init; } = 0.01;

    /// <summary>How the level is shared among many tests; see <see cref="CorrectionCatalog"/>.</summary>
    public string Correction { get; init; } = CorrectionCatalog.Bonferroni;

    /// <summary>What becomes of features that stay undecided; see <see cref="TentativeCatalog"/>.</summary>
    public string Tentative { get; init; } = TentativeCatalog.Compare;

    /// <summary>Features whose rank correlation is at least this on average are one group, above 0 to 1.</summary>
    public double CorrelationThreshold { get; init; } = 0.7;
}
