using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

namespace PSModelPruning.Commands;

/// <content>What decides in how few bits the numbers of the result are.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>The numbers of the result; float32 if not given. Alone it prunes nothing.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [CatalogValue<QuantizerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<QuantizerCatalog>))]
    public string? Quantize { get; set; }

    /// <summary>How the ranges of activations are found; MeanSquaredError where there is data.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [CatalogValue<CalibrationCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<CalibrationCatalog>))]
    public string? Calibration { get; set; }

    /// <summary>The percentile of activations that -Calibration Percentile keeps.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(50.0, 100.0)]
    public double Percentile { get; set; } = 99.99;

    /// <summary>Neighbouring weights that share a scale of Int4.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1, 1_000_000)]
    public int GroupSize { get; set; } = 32;

    /// <summary>Bits of a codebook's index; 8 for convolutions and 5 for other layers if not given.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1, 12)]
    public int CodebookBits { get; set; }

    /// <summary>Where the clusters of a codebook begin.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [CatalogValue<CodebookStartCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<CodebookStartCatalog>))]
    public string CodebookStart { get; set; } = "Linear";

    /// <summary>Epochs of training with quantized numbers.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0, 100_000)]
    public int QuantizeEpochs { get; set; }

    /// <summary>The greatest learning rate of training with quantized numbers.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(double.Epsilon, 1e6)]
    public double QuantizeLearningRate { get; set; } = 3e-4;

    private QuantizationOptions QuantizationOptions() =>
        new()
        {
            Quantize = Quantize,
            Calibration = Calibration,
            Percentile = Given(nameof(Percentile)) ? Percentile : null,
            GroupSize = Given(nameof(GroupSize)) ? GroupSize : null,
            CodebookBits = Given(nameof(CodebookBits)) ? CodebookBits : null,
            CodebookStart = Given(nameof(CodebookStart)) ? CodebookStart : null,
            QuantizeEpochs = Given(nameof(QuantizeEpochs)) ? QuantizeEpochs : null,
            QuantizeLearningRate = Given(nameof(QuantizeLearningRate)) ? QuantizeLearningRate : null,
        };
}
