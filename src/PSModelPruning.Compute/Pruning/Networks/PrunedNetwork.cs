using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// The outcome of pruning a network to a sparsity: a candidate of a search, or the result. Owns its graph until it becomes a model.
/// </summary>
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

    /// <summary>How its numbers were quantized afterwards; null where they were not.</summary>
    internal QuantizationReport? Quantization { get; init; }

    /// <summary>The outcome after its graph was quantized.</summary>
    internal PrunedNetwork With(QuantizedNetwork quantized) =>
        new(quantized.Graph)
        {
            Sparsity = Sparsity,
            Score = quantized.Score,
            Rounds = Rounds,
            Epochs = [.. Epochs.Concat(quantized.Epochs).Select((epoch, i) => epoch with { Epoch = i + 1 })],
            Untouched = Untouched,
            Quantization = quantized.Report,
        };

    public void Dispose() => Graph.Dispose();
}
