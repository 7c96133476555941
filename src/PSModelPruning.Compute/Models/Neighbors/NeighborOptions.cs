namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>How nearest neighbours predict. A model keeps it, so that it can be made again from other rows.</summary>
internal sealed record NeighborOptions
{
    /// <summary>Neighbours that vote.</summary>
    public int Neighbors { get; init; } = 5;

    /// <summary>
    /// Only the nearest prototype decides, whatever <see cref="Neighbors"/> says: for prototypes that were chosen or made so that each
    /// stands for the rows around it. Fitting again on other rows drops it.
    /// </summary>
    public bool NearestOnly { get; init; }

    /// <summary>Uniform, or Distance for votes that weigh the inverse of the distance.</summary>
    public string Weighting { get; init; } = "Uniform";

    /// <summary>Euclidean, Manhattan or Cosine.</summary>
    public string Distance { get; init; } = "Euclidean";

    /// <summary>Threads; 0 takes all processors.</summary>
    public int Threads { get; init; }
}
