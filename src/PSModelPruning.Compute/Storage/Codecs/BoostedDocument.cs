using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>What a boosted model is beside its trees, as <c>boosted.json</c> holds it.</summary>
internal sealed record BoostedDocument
{
    internal const string PartName = "boosted.json";

    public required int Trees { get; init; }

    public required BoostingOptions Options { get; init; }

    /// <summary>The training run, an entry a round.</summary>
    public required IReadOnlyList<TrainingEpoch> Training { get; init; }
}
