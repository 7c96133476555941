namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>Adds to the rows of layers what quantizing does to them.</summary>
internal static class QuantizedRows
{
    /// <param name="rows">A row a layer.</param>
    /// <param name="report">What was quantized; null where nothing was.</param>
    internal static IReadOnlyList<PruningLayer> Add(IReadOnlyList<PruningLayer> rows, QuantizationReport? report)
    {
        if (report is null)
            return rows;
        Dictionary<string, QuantizedLayer> layers = report.Layers.ToDictionary(layer => layer.Layer);
        return [.. rows.Select(row => layers.TryGetValue(row.Layer, out QuantizedLayer? layer) ? row with { Bits = layer.Bits, MeanSquaredError = layer.MeanSquaredError } : row)];
    }
}
