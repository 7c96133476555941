using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <content>The errors of per-layer sparsities.</content>
internal static partial class PruningErrors
{
    internal static ComputeException LayerSparsityEmpty() =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            $"No layer sparsities were specified. Specify a table of layers and the fractions to remove from them, or the output of "
                + $"{Operation.MeasureLayerSensitivity}."
        );

    internal static ComputeException LayerSparsityMixed() =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            $"The measurements of layers are of several granularities. Use the measurements of a single run of "
                + $"{Operation.MeasureLayerSensitivity}."
        );

    internal static ComputeException LayerSparsityOutOfRange(string layer, double sparsity) =>
        new(
            "SparsityOutOfRange",
            ErrorKind.InvalidArgument,
            $"A sparsity of {sparsity} for layer '{layer}' is not possible. A sparsity is the fraction to remove, from 0 to below 1, "
                + $"such as 0.9 for 90 %."
        );

    internal static ComputeException LayerSparsityAmbiguous(string layer, IReadOnlyList<string> layers, IReadOnlyList<double> sparsities)
    {
        IEnumerable<string> fractions = sparsities.Select(value => value.ToString(CultureInfo.InvariantCulture));
        string remedy =
            layers.Count > 1
                ? $"The layers {string.Join(", ", layers)} lose their channels together: give the same fraction for all of them."
                : "Let one pattern match it, or name the layer itself.";
        return new(
            "LayerSparsityAmbiguous",
            ErrorKind.InvalidArgument,
            $"{Option.LayerSparsity} says {string.Join(" and ", fractions)} for layer '{layer}'. {remedy}"
        );
    }

    internal static ComputeException LayerSparsityOfFixed(string layer, string reason) =>
        new(
            "LayerSparsityNotReachable",
            ErrorKind.InvalidArgument,
            $"{Option.LayerSparsity} names layer '{layer}', which cannot be pruned: {reason}. Omit it."
        );

    internal static ComputeException LayerSparsityNotReachable(string layer, double asked, double least, double most) =>
        new(
            "LayerSparsityNotReachable",
            ErrorKind.LimitsExceeded,
            $"A sparsity of {asked:P2} of layer '{layer}' cannot be reached: from {least:P2} (what is gone already) to {most:P2} can "
                + $"go, because every layer keeps something."
        );

    internal static ComputeException LayerSparsityNotOverall(double asked, double least, double most) =>
        new(
            "LayerSparsityNotReachable",
            ErrorKind.LimitsExceeded,
            $"A sparsity of {asked:P2} of the whole network does not go with these layer sparsities: with them from "
                + $"{least:P2} to {most:P2} can be removed. Omit {Option.Sparsity}, or change one of the two."
        );

    internal static ComputeException LayerSparsityWithScope() =>
        new(
            "LayerSparsityWithScope",
            ErrorKind.InvalidArgument,
            $"{Option.LayerSparsity} and {Option.Scope} both decide how much each layer loses. Omit {Option.Scope}; "
                + $"{Option.Scope.Is("Layer")} is {Option.LayerSparsity.Is("Uniform")}."
        );

    internal static ComputeException LayerSparsityNotForGranularity(string rule, string granularity) =>
        new(
            "LayerSparsityNotForGranularity",
            ErrorKind.InvalidArgument,
            $"{Option.LayerSparsity.Is(rule)} does not go with granularity {granularity}. Erk is a rule for the shapes of "
                + $"weights: use Uniform, fractions of your own or {Operation.MeasureLayerSensitivity} for channels; whole layers, "
                + $"heads and entries of tables take none."
        );

    internal static ComputeException SensitivityNotForGranularity(string granularity, string right) =>
        new(
            "SensitivityNotForGranularity",
            ErrorKind.InvalidArgument,
            $"With granularity {granularity} the fractions of a layer cannot be measured. Measure with one of "
                + $"these: {right}. What whole layers are worth says {Operation.PruneModel} {Option.Granularity.Is("Layer")} "
                + $"{Option.Method.Is("LossIncrease")} {Option.WhatIf}."
        );

    internal static ComputeException SensitivityNotForModel(Model model) =>
        new(
            "NetworkNeeded",
            ErrorKind.InvalidArgument,
            $"{Operation.MeasureLayerSensitivity} measures the layers of a network, and '{model.Name}' is a {model.Kind} "
                + $"model, which has none. Use a network."
        );

    internal static ComputeException LayerSparsityGranularity(string granularity, string measured) =>
        new(
            "LayerSparsityGranularity",
            ErrorKind.InvalidArgument,
            $"The layers were measured with granularity {measured}, and {Option.Granularity.Is(granularity)} differs "
                + $"from that. Measure them with the same granularity, or omit {Option.Granularity}."
        );

    internal static ComputeException LayerSparsityTwice() =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            $"Measurements of layers came through the pipeline, and {Option.LayerSparsity} is specified as well. Use only one of the "
                + $"two out."
        );
}
