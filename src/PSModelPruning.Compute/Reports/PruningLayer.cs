namespace PSModelPruning.Compute;

/// <summary>
/// What pruning does, or would do, to one layer. Figures "before" are of the model that was pruned, "original" of its oldest ancestor.
/// </summary>
public sealed record PruningLayer
{
    /// <summary>The layer's name.</summary>
    public required string Layer { get; init; }

    /// <summary>The layer's operator: Conv, Gemm, BatchNormalization …</summary>
    public required string Operator { get; init; }

    /// <summary>
    /// What is counted: "weight" where single elements go, "channel" or "neuron" where structures go, "feature" for inputs.
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>Units that the layer had in the original model.</summary>
    public long Original { get; init; }

    /// <summary>Units before; for weights those that were not zero.</summary>
    public long Before { get; init; }

    /// <summary>Units that go.</summary>
    public long Removed => Before - Kept;

    /// <summary>Units that stay.</summary>
    public long Kept { get; init; }

    /// <summary>The fraction of the original units that is gone afterwards, 0 to 1.</summary>
    public double Sparsity => Original == 0 ? 0 : 1 - (double)Kept / Original;

    /// <summary>Trainable numbers before.</summary>
    public long ParametersBefore { get; init; }

    /// <summary>Trainable numbers after, zeros included.</summary>
    public long ParametersAfter { get; init; }

    /// <summary>Multiply-accumulates of one row before.</summary>
    public long MultiplyAccumulatesBefore { get; init; }

    /// <summary>Multiply-accumulates of one row after. Zeros among the weights save none.</summary>
    public long MultiplyAccumulatesAfter { get; init; }

    /// <summary>Packed bytes before, as a model file holds them.</summary>
    public long BytesBefore { get; init; }

    /// <summary>Packed bytes after.</summary>
    public long BytesAfter { get; init; }

    /// <summary>Bits of a weight afterwards, without scales, codebook and entropy coding; null where nothing was quantized.</summary>
    public int? Bits { get; init; }

    /// <summary>The mean of the squared differences that quantizing makes to the weights; null where nothing was quantized.</summary>
    public double? MeanSquaredError { get; init; }

    /// <summary>Why nothing of the layer goes; null where something does.</summary>
    public string? Reason { get; init; }
}
