using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>The outcome of pruning a network to a sparsity: a candidate of a search, or the result. Owns its graph until it becomes a model.</summary>
internal sealed class PrunedNetwork(Graph graph) : IDisposable
{
    internal Graph Graph { get; } = graph;

    /// <summary>The fraction of the original prunable units that is gone.</summary>
    internal required double Sparsity { get; init; }

    /// <summary>The score on the validation partition; NaN where there is none.</summary>
    internal required double Score { get; init; }

    internal IReadOnlyList<PruningRound> Rounds { get; init; } = [];

    internal IReadOnlyList<TrainingEpoch> Epochs { get; init; } = [];

    /// <summary>Why layers stay as they are, by name.</summary>
    internal IReadOnlyDictionary<string, string> Untouched { get; init; } = new Dictionary<string, string>();

    public void Dispose() => Graph.Dispose();
}
