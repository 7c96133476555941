using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>What a forest is beside its trees, as <c>forest.json</c> holds it.</summary>
internal sealed record ForestDocument
{
    internal const string PartName = "forest.json";

    public required int Trees { get; init; }

    /// <summary>NaN where there was none.</summary>
    public required double OutOfBagScore { get; init; }

    public required ForestOptions Options { get; init; }
}
