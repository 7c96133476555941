using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

namespace PSModelPruning.Commands;

/// <summary>Makes a network whose numbers take fewer bits. The given model is not changed.</summary>
[Cmdlet(VerbsData.ConvertTo, "QuantizedModel", SupportsShouldProcess = true)]
[OutputType(typeof(NetworkModel), typeof(PruningLayer))]
public sealed class ConvertToQuantizedModelCommand : PruningCmdlet
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [PipedInput("a network")]
    public Model Model { get; set; } = null!;

    /// <summary>The numbers of the result.</summary>
    [Parameter(Mandatory = true)]
    [Alias("Quantize")]
    [OptionValue(nameof(QuantizationOptions.Quantize))]
    [ArgumentCompleter(typeof(CatalogCompleter<QuantizerCatalog>))]
    public string Scheme
    {
        get => Get<string>(nameof(QuantizationOptions.Quantize)) ?? "";
        set => SetOption(nameof(QuantizationOptions.Quantize), value);
    }

    /// <summary>How the ranges of activations are found; MeanSquaredError where there is data.</summary>
    [Parameter]
    [OptionValue(nameof(QuantizationOptions.Calibration))]
    [ArgumentCompleter(typeof(CatalogCompleter<CalibrationCatalog>))]
    public string? Calibration
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>The percentile of activations that -Calibration Percentile keeps.</summary>
    [Parameter]
    [OptionValue(nameof(QuantizationOptions.Percentile))]
    public double Percentile
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>Neighbouring weights that share a scale of Int4.</summary>
    [Parameter]
    [OptionValue(nameof(QuantizationOptions.GroupSize))]
    public int GroupSize
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>Bits of a codebook's index; 8 for convolutions and 5 for other layers if not given.</summary>
    [Parameter]
    [OptionValue(nameof(QuantizationOptions.CodebookBits))]
    public int CodebookBits
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>Where the clusters of a codebook begin.</summary>
    [Parameter]
    [OptionValue(nameof(QuantizationOptions.CodebookStart))]
    [ArgumentCompleter(typeof(CatalogCompleter<CodebookStartCatalog>))]
    public string? CodebookStart
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Epochs of training with quantized numbers.</summary>
    [Parameter]
    [Alias("QuantizeEpochs")]
    [OptionValue(nameof(QuantizationOptions.QuantizeEpochs))]
    public int Epochs
    {
        get => Get<int>(nameof(QuantizationOptions.QuantizeEpochs));
        set => SetOption(nameof(QuantizationOptions.QuantizeEpochs), value);
    }

    /// <summary>The greatest learning rate of training with quantized numbers.</summary>
    [Parameter]
    [Alias("QuantizeLearningRate")]
    [OptionValue(nameof(QuantizationOptions.QuantizeLearningRate))]
    public double LearningRate
    {
        get => Get<double>(nameof(QuantizationOptions.QuantizeLearningRate));
        set => SetOption(nameof(QuantizationOptions.QuantizeLearningRate), value);
    }

    /// <summary>Rows of a batch of calibration and training.</summary>
    [Parameter]
    [OptionValue(nameof(NetworkPruningOptions.BatchSize))]
    public int BatchSize
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Model is not NetworkModel)
            Throw(QuantizationErrors.NetworkNeeded(Model));
        PruningOptions options = Guard(ReadOptions);
        if (!QuantizationRules.IsAlone(options))
            Throw(QuantizationErrors.OnlyQuantizes());
        Prune(Model, options);
    }
}
