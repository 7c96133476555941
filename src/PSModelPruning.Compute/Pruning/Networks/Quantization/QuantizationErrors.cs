using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>The errors of quantizing.</summary>
internal static class QuantizationErrors
{
    internal static ComputeException NetworkNeeded(Model model) =>
        new(
            "NetworkNeeded",
            ErrorKind.InvalidArgument,
            $"Only networks are quantized, and '{model.Name}' is a model of kind {model.Kind}. Give a network."
        );

    internal static ComputeException OnlyQuantizes() =>
        new(
            "PruningNotQuantizing",
            ErrorKind.InvalidArgument,
            $"You specified a target, a method or a granularity, but this does not prune. Prune and quantize with {Operation.PruneModel}."
        );

    internal static ComputeException NumberNotRepresentable(string scheme, float number) =>
        new(
            "NumberNotRepresentable",
            ErrorKind.InvalidOperation,
            $"The network holds the number {number}, which {scheme} cannot represent. Use BFloat16, which has the range of float32, "
                + $"or Int8."
        );

    internal static ComputeException SchemeMissing(string parameter) =>
        new(
            "QuantizeMissing",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} specifies how numbers are quantized, but {Option.Quantize} is not specified. Add "
                + $"{Option.Quantize.Is("Int8")}, or another scheme."
        );

    internal static ComputeException ParameterNotForScheme(string parameter, Quantizer scheme) =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} has no effect with {Option.Quantize.Is(scheme.Name)}. Omit it; this scheme "
                + $"reads {ComputeMessage.Options(scheme.Reads.Concat(["QuantizeEpochs", "QuantizeLearningRate"]))}."
        );

    internal static ComputeException PercentileWithoutMethod(string calibration) =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"{Option.Percentile} applies to {Option.Calibration.Is("Percentile")} only, and the calibration is {calibration}. Omit one "
                + $"of the two."
        );

    internal static ComputeException LearningRateWithoutEpochs() =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"{Option.QuantizeLearningRate} applies to training with quantized numbers, but {Option.QuantizeEpochs} is 0. Add "
                + $"{Option.QuantizeEpochs.Is(1)} or more."
        );

    internal static ComputeException PruningParameterAlone(string parameter) =>
        new(
            "ParameterNotForQuantization",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} applies to pruning, but only {Option.Quantize} is specified. Specify how far to prune, "
                + $"with {Option.Sparsity} for instance, or omit it. To train with quantized numbers, use "
                + $"{Option.QuantizeEpochs} and {Option.QuantizeLearningRate}."
        );

    internal static ComputeException OptionOutOfRange(string parameter, double value, string range) =>
        new("QuantizationOutOfRange", ErrorKind.InvalidArgument, $"{new OptionName(parameter)} is {value}, but must be {range}.");

    internal static ComputeException NothingToQuantize(Model model) =>
        new("NothingToQuantize", ErrorKind.InvalidOperation, $"'{model.Name}' has no layer with weights.");
}
