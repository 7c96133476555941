using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>Which options of pruning go with a scheme, and with each other.</summary>
internal static class QuantizationRules
{
    /// <summary>Parameters that are only read where numbers are quantized.</summary>
    internal static IReadOnlyList<string> Parameters { get; } =
    ["Quantize", "Calibration", "Percentile", "GroupSize", "CodebookBits", "CodebookStart", "QuantizeEpochs", "QuantizeLearningRate"];

    private static readonly string[] OfEveryScheme = ["Quantize", "QuantizeEpochs", "QuantizeLearningRate"];

    /// <summary>Parameters that do nothing where nothing is pruned.</summary>
    private static readonly string[] OfPruning = [.. PruningParameters.OfNetworks.Where(parameter => parameter != "BatchSize")];

    /// <summary>
    /// True where numbers are quantized and nothing is pruned: neither a method nor a target was given, nor a granularity that has an end
    /// of its own.
    /// </summary>
    internal static bool IsAlone(PruningOptions options) =>
        options.Quantization.IsWanted
        && options.Target.IsUnset
        && options.LayerSparsity is null
        && options.Method.Length == 0
        && !options.SaysGranularity;

    /// <summary>Checks the choices.</summary>
    /// <exception cref="ComputeException"><c>QuantizeMissing</c>, <c>ParameterNotForQuantization</c>, <c>QuantizationOutOfRange</c>,
    /// <c>VariantUnknown</c>.</exception>
    internal static void Check(PruningOptions options)
    {
        QuantizationOptions quantization = options.Quantization;
        if (!quantization.IsWanted)
        {
            if (Parameters.FirstOrDefault(options.Given.Contains) is { } lonely)
                throw QuantizationErrors.SchemeMissing(lonely);
            return;
        }
        Quantizer quantizer = QuantizerCatalog.Get(quantization.Scheme);
        if (
            Parameters.FirstOrDefault(parameter =>
                options.Given.Contains(parameter) && !OfEveryScheme.Contains(parameter) && !quantizer.Parameters.Contains(parameter)
            ) is
            { } foreign
        )
            throw QuantizationErrors.ParameterNotForScheme(foreign, quantizer);
        if (
            options.Given.Contains("Percentile")
            && !quantization.Calibration.Equals(PercentileCalibration.MethodName, StringComparison.OrdinalIgnoreCase)
        )
            throw QuantizationErrors.PercentileWithoutMethod(
                quantization.Calibration.Length > 0 ? quantization.Calibration : CalibrationCatalog.Default.Name
            );
        if (options.Given.Contains("QuantizeLearningRate") && quantization.Epochs == 0)
            throw QuantizationErrors.LearningRateWithoutEpochs();
        if (IsAlone(options) && OfPruning.FirstOrDefault(options.Given.Contains) is { } ofPruning)
            throw QuantizationErrors.PruningParameterAlone(ofPruning);
        Require("Percentile", quantization.Percentile, quantization.Percentile is > 50 and <= 100, "above 50 and at most 100");
        Require("GroupSize", quantization.GroupSize, quantization.GroupSize >= 1, "at least 1");
        Require("CodebookBits", quantization.CodebookBits ?? 1, quantization.CodebookBits is null or >= 1 and <= 12, "from 1 to 12");
        Require("QuantizeEpochs", quantization.Epochs, quantization.Epochs >= 0, "0 or more");
        Require(
            "QuantizeLearningRate",
            quantization.LearningRate,
            quantization.LearningRate > 0 && double.IsFinite(quantization.LearningRate),
            "above 0"
        );
    }

    private static void Require(string parameter, double value, bool isRight, string range)
    {
        if (!isRight)
            throw QuantizationErrors.OptionOutOfRange(parameter, value, range);
    }
}
