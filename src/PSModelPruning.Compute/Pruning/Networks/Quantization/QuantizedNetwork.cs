using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>The outcome of quantizing a graph.</summary>
/// <param name="Graph">The quantized graph.</param>
/// <param name="Score">Its score on the validation partition; NaN where it was not measured.</param>
/// <param name="Report">What was done.</param>
/// <param name="Epochs">The training with quantized numbers, an entry an epoch.</param>
internal sealed record QuantizedNetwork(Graph Graph, double Score, QuantizationReport Report, IReadOnlyList<TrainingEpoch> Epochs);
