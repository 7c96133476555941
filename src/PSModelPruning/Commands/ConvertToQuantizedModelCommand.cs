using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
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
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(NetworkModel))]
    public object? Model { get; set; }

    /// <summary>The numbers of the result.</summary>
    [Parameter]
    [Required]
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
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override string Expected => "a network or the path of its file";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Scheme.Length == 0)
            Throw(CommandErrors.ParameterMissing(nameof(Scheme), $"Choose one of {string.Join(", ", Schemes)}, such as -Scheme Int8."));
        if (!QuantizationRules.IsAlone(Options))
            Throw(QuantizationErrors.OnlyQuantizes());
    }

    /// <inheritdoc/>
    private protected override void Process(Model model)
    {
        if (model is not NetworkModel)
            Throw(QuantizationErrors.NetworkNeeded(model));
        Prune(model, Options);
    }

    private static IEnumerable<string> Schemes => QuantizerCatalog.Entries.Select(entry => entry.Name);
}
