using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>How a network's numbers are put into fewer bits. Names of variants are those of the catalogs.</summary>
internal sealed record QuantizationOptions
{
    /// <summary>The scheme, see <see cref="QuantizerCatalog"/>; null leaves float32.</summary>
    [Option("The number format of the result.")]
    [OptionName<QuantizerCatalog>]
    public string? Quantize { get; init; }

    /// <summary>
    /// How the ranges of activations are found, see <see cref="CalibrationCatalog"/>; null takes mean squared error where there is data.
    /// </summary>
    [Option("How to determine the ranges of activations.")]
    [OptionName<CalibrationCatalog>]
    public string? Calibration { get; init; }

    /// <summary>The percentile of activations that percentile calibration keeps, above 50 to 100; null is 99.99.</summary>
    [Option("The percentile of activations that Percentile calibration keeps.")]
    [OptionRange(50, 100, IsAbove = true)]
    public double? Percentile { get; init; }

    /// <summary>Neighbouring weights that share a scale; null is 32.</summary>
    [Option("Neighbouring weights that share a scale of Int4.")]
    [OptionRange(1, 1_000_000)]
    public int? GroupSize { get; init; }

    /// <summary>Bits of a codebook's index; null takes 8 for convolutions and 5 for other layers (Han et al. 2016).</summary>
    [Option("The number of bits of an index into the codebook.")]
    [OptionRange(1, 12)]
    public int? CodebookBits { get; init; }

    /// <summary>Where the clusters of a codebook begin, see <see cref="CodebookStartCatalog"/>; null is Linear.</summary>
    [Option("The initial clusters of a codebook.")]
    [OptionName<CodebookStartCatalog>]
    public string? CodebookStart { get; init; }

    /// <summary>Epochs of training with quantized numbers; null is 0, which does not train.</summary>
    [Option("Epochs of training with quantized numbers.")]
    [OptionRange(0, 100_000)]
    public int? QuantizeEpochs { get; init; }

    /// <summary>The greatest learning rate of that training; null is 0.0003.</summary>
    [Option("The highest learning rate of training with quantized numbers.")]
    [OptionRange(0, 1e6, IsAbove = true)]
    public double? QuantizeLearningRate { get; init; }

    /// <summary>True where numbers are to be quantized.</summary>
    internal bool IsWanted => Quantize is not null;
}
