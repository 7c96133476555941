using System.Globalization;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>The errors of quantizing.</summary>
internal static class QuantizationErrors
{
    internal static ComputeException NumberNotRepresentable(string scheme, float number) =>
        new(
            "NumberNotRepresentable",
            ErrorKind.InvalidOperation,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The network holds the number {number}, which {scheme} cannot represent. Use BFloat16, which has the range of float32, "
                    + $"or Int8."
            )
        );

    internal static ComputeException SchemeMissing(string parameter) =>
        new(
            "QuantizeMissing",
            ErrorKind.InvalidArgument,
            $"-{parameter} says how numbers are quantized, and -Quantize was not given. Add -Quantize Int8, or another scheme."
        );

    internal static ComputeException ParameterNotForScheme(string parameter, Quantizer scheme) =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"-{parameter} does nothing with -Quantize {scheme.Name}. Leave it out; this scheme reads "
                + $"{string.Join(", ", scheme.Parameters.Concat(["QuantizeEpochs", "QuantizeLearningRate"]).Select(name => "-" + name))}."
        );

    internal static ComputeException PercentileWithoutMethod(string calibration) =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"-Percentile is read with -Calibration Percentile, and here it is {calibration}. Leave one of the two out."
        );

    internal static ComputeException LearningRateWithoutEpochs() =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            "-QuantizeLearningRate is that of training with quantized numbers, and -QuantizeEpochs is 0. Add -QuantizeEpochs 1 or more."
        );

    internal static ComputeException PruningParameterAlone(string parameter) =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"-{parameter} belongs to pruning, and only -Quantize was asked for. Say how far to prune, with -Sparsity for instance, or "
                + "leave it out. "
                + "Training with quantized numbers is asked for with -QuantizeEpochs and -QuantizeLearningRate."
        );

    internal static ComputeException OptionOutOfRange(string parameter, double value, string range) =>
        new(
            "QuantizationOutOfRange",
            ErrorKind.InvalidArgument,
            FormattableString.Invariant($"-{parameter} is {value}, but must be {range}.")
        );

    internal static ComputeException NothingToQuantize(Model model) =>
        new("NothingToQuantize", ErrorKind.InvalidOperation, $"'{model.Name}' has no layer with weights.");
}
