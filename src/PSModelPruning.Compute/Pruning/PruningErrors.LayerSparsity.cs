using System.Globalization;

namespace PSModelPruning.Compute.Pruning;

/// <content>The errors of per-layer sparsities.</content>
internal static partial class PruningErrors
{
    internal static ComputeException LayerSparsityInvalid(string value, IEnumerable<string> rules) =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            $"-LayerSparsity takes the name of a rule ({string.Join(", ", rules)}), a hashtable of layers and the fractions that go of "
                + $"them, such as @{{ conv1 = 0.5; 'fc*' = 0.9 }}, or what Measure-LayerSensitivity gives; '{value}' is none of these."
        );

    internal static ComputeException LayerSparsityEmpty() =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            "No layer sparsities were given. Give a hashtable such as @{ conv1 = 0.5; 'fc*' = 0.9 }, or what Measure-LayerSensitivity "
                + "gives."
        );

    internal static ComputeException LayerSparsityMixed() =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            "The measurements of layers are of several granularities. Give those of one run of Measure-LayerSensitivity."
        );

    internal static ComputeException LayerSparsityOutOfRange(string layer, double sparsity) =>
        new(
            "SparsityOutOfRange",
            ErrorKind.InvalidArgument,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A sparsity of {sparsity} for layer '{layer}' is not possible: it is the fraction that goes, at least 0 and less than 1, "
                    + $"such as 0.9 for 90 %."
            )
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
            $"-LayerSparsity says {string.Join(" and ", fractions)} for layer '{layer}'. {remedy}"
        );
    }

    internal static ComputeException LayerSparsityOfFixed(string layer, string reason) =>
        new(
            "LayerSparsityNotReachable",
            ErrorKind.InvalidArgument,
            $"-LayerSparsity names layer '{layer}', which stays as it is: {reason}. Leave it out."
        );

    internal static ComputeException LayerSparsityNotReachable(string layer, double asked, double least, double most) =>
        new(
            "LayerSparsityNotReachable",
            ErrorKind.LimitsExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A sparsity of {asked:P2} of layer '{layer}' cannot be reached: from {least:P2} (what is gone already) to {most:P2} can "
                    + $"go, because every layer keeps something."
            )
        );

    internal static ComputeException LayerSparsityNotOverall(double asked, double least, double most) =>
        new(
            "LayerSparsityNotReachable",
            ErrorKind.LimitsExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A sparsity of {asked:P2} of the whole network does not go with these layer sparsities: with them from {least:P2} to "
                    + $"{most:P2} can go. Leave -Sparsity out, or change one of the two."
            )
        );

    internal static ComputeException LayerSparsityWithScope() =>
        new(
            "LayerSparsityWithScope",
            ErrorKind.InvalidArgument,
            "-LayerSparsity says how much each layer loses, and so does -Scope. Leave -Scope out; -Scope Layer is -LayerSparsity Uniform."
        );

    internal static ComputeException LayerSparsityNotForGranularity(string rule, string granularity) =>
        new(
            "LayerSparsityNotForGranularity",
            ErrorKind.InvalidArgument,
            $"-LayerSparsity {rule} does not go with granularity {granularity}. Erk is a rule about the shapes of weights: use Uniform, "
                + "fractions of your own or Measure-LayerSensitivity for channels; whole layers, heads and entries of tables take none."
        );

    internal static ComputeException SensitivityNotForGranularity(string granularity, string right) =>
        new(
            "LayerSparsityNotForGranularity",
            ErrorKind.InvalidArgument,
            $"With granularity {granularity} there are no fractions of a layer that could be measured. Measure with one of these: "
                + $"{right}. What whole layers are worth says Invoke-ModelPrune -Granularity Layer -Method LossIncrease -WhatIf."
        );

    internal static ComputeException SensitivityNotForModel(Model model) =>
        new(
            "NetworkNeeded",
            ErrorKind.InvalidArgument,
            $"Measure-LayerSensitivity measures the layers of a network, and '{model.Name}' is a {model.Kind} model, which has none. Give "
                + "a network."
        );

    internal static ComputeException LayerSparsityGranularity(string granularity, string measured) =>
        new(
            "LayerSparsityGranularity",
            ErrorKind.InvalidArgument,
            $"The layers were measured with granularity {measured}, and -Granularity {granularity} takes something else. Measure them "
                + "with it, or leave -Granularity out."
        );

    internal static ComputeException LayerSparsityTwice() =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            "Measurements of layers came through the pipeline, and -LayerSparsity was given too. Leave one of the two out."
        );
}
