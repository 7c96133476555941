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
        ILookup<string, QuantizedLayer> weights = report.Layers.ToLookup(layer => layer.Layer);
        return
        [
            .. rows.Select(row =>
                !weights.Contains(row.Layer)
                    ? row
                    : row with
                    {
                        Bits = weights[row.Layer].Max(weight => weight.Bits),
                        MeanSquaredError =
                            weights[row.Layer].Sum(weight => weight.MeanSquaredError * weight.Weights)
                            / weights[row.Layer].Sum(weight => weight.Weights),
                    }
            ),
        ];
    }
}
