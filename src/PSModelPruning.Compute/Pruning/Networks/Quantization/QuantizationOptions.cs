namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>How a network's numbers are put into fewer bits. Names of variants are those of the catalogs.</summary>
internal sealed record QuantizationOptions
{
    /// <summary>See <see cref="QuantizerCatalog"/>; "" leaves float32.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>
    /// How the ranges of activations are found, see <see cref="Calibration.CalibrationCatalog"/>; "" takes mean squared error where there
    /// is data.
    /// </summary>
    public string Calibration { get; init; } = "";

    /// <summary>The percentile of activations that percentile calibration keeps, above 50 to 100.</summary>
    public double Percentile { get; init; } = 99.99;

    /// <summary>Neighbouring weights that share a scale.</summary>
    public int GroupSize { get; init; } = 32;

    /// <summary>Bits of a codebook's index; null takes 8 for convolutions and 5 for other layers (Han et al. 2016).</summary>
    public int? CodebookBits { get; init; }

    /// <summary>Where the clusters of a codebook begin, see <see cref="Codebooks.CodebookStartCatalog"/>.</summary>
    public string CodebookStart { get; init; } = "Linear";

    /// <summary>Epochs of training with quantized numbers; 0 does not train.</summary>
    public int Epochs { get; init; }

    /// <summary>The greatest learning rate of that training.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>True where numbers are to be quantized.</summary>
    internal bool IsWanted => Scheme.Length > 0;
}
