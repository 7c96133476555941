using PSModelPruning.Compute.Models.Ensembles;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>How models are joined.</summary>
internal sealed record JoinOptions
{
    /// <summary>A name of <see cref="VotingCatalog"/>.</summary>
    public string Voting { get; init; } = VotingCatalog.Soft;

    /// <summary>A weight a model, at least 0; empty for equal ones. They need not sum to 1.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>The rows that stacking is fitted to, and the ensemble's data set; null takes the members' own.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>The seed of the rows that are drawn where stacking has too many.</summary>
    public int Seed { get; init; }

    /// <summary>The result's name; null for "Ensemble".</summary>
    public string? Name { get; init; }
}
