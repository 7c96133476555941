using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>Which options go with a scheme, and with each other.</summary>
internal static class QuantizationRules
{
    private static readonly string[] OfEveryScheme =
    [
        nameof(QuantizationOptions.Quantize),
        nameof(QuantizationOptions.QuantizeEpochs),
        nameof(QuantizationOptions.QuantizeLearningRate),
    ];

    /// <summary>
    /// True where numbers are quantized and nothing is pruned: neither a method nor a target was given, nor a granularity that has an end
    /// of its own.
    /// </summary>
    internal static bool IsAlone(PruningOptions options) =>
        options.Quantization.IsWanted
        && options.Target.IsUnset
        && options.Network.LayerSparsity is null
        && options.Method is null
        && !options.SaysGranularity;

    /// <summary>Checks the choices.</summary>
    /// <exception cref="ComputeException"><c>QuantizeMissing</c>, <c>ParameterNotForQuantization</c>, <c>QuantizationOutOfRange</c>,
    /// <c>VariantUnknown</c>.</exception>
    internal static void Check(PruningOptions options)
    {
        QuantizationOptions quantization = options.Quantization;
        string[] set = [.. OptionCatalog<PruningOptions>.Set(options)];
        string[] ofQuantization = [.. set.Intersect(OptionCatalog<PruningOptions>.Of(nameof(PruningOptions.Quantization)))];
        if (quantization.Quantize is not { } scheme)
        {
            if (ofQuantization.Length > 0)
                throw QuantizationErrors.SchemeMissing(ofQuantization[0]);
            return;
        }
        Quantizer quantizer = QuantizerCatalog.Get(scheme);
        if (ofQuantization.Except([.. OfEveryScheme, .. quantizer.Reads]).FirstOrDefault() is { } foreign)
            throw QuantizationErrors.ParameterNotForScheme(foreign, quantizer);
        if (
            quantization.Percentile is not null
            && !PercentileCalibration.MethodName.Equals(quantization.Calibration, StringComparison.OrdinalIgnoreCase)
        )
            throw QuantizationErrors.PercentileWithoutMethod(quantization.Calibration ?? CalibrationCatalog.Default.Name);
        if (quantization.QuantizeLearningRate is not null && quantization.QuantizeEpochs is null or 0)
            throw QuantizationErrors.LearningRateWithoutEpochs();
        if (IsAlone(options) && set.Except(ofQuantization).FirstOrDefault(IsOfPruning) is { } ofPruning)
            throw QuantizationErrors.PruningParameterAlone(ofPruning);
        Require(
            "Percentile",
            quantization.Percentile ?? 100,
            quantization.Percentile is null or > 50 and <= 100,
            "above 50 and at most 100"
        );
        Require("GroupSize", quantization.GroupSize ?? 1, quantization.GroupSize is null or >= 1, "at least 1");
        Require("CodebookBits", quantization.CodebookBits ?? 1, quantization.CodebookBits is null or >= 1 and <= 12, "from 1 to 12");
        Require("QuantizeEpochs", quantization.QuantizeEpochs ?? 0, quantization.QuantizeEpochs is null or >= 0, "0 or more");
        Require(
            "QuantizeLearningRate",
            quantization.QuantizeLearningRate ?? 1,
            quantization.QuantizeLearningRate is null or > 0 and < double.PositiveInfinity,
            "above 0"
        );
    }

    /// <summary>Options that do nothing where nothing is pruned.</summary>
    private static bool IsOfPruning(string option) =>
        OptionCatalog<PruningOptions>.Get(option) is { Group: not null } known && known.Name != nameof(NetworkPruningOptions.BatchSize);

    private static void Require(string parameter, double value, bool isRight, string range)
    {
        if (!isRight)
            throw QuantizationErrors.OptionOutOfRange(parameter, value, range);
    }
}
