using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>The errors of removing channels and inputs.</summary>
internal static class StructureErrors
{
    internal static ComputeException UnitFixed(string layer, string reason) =>
        new("UnitFixed", ErrorKind.InvalidOperation, $"A channel of layer '{layer}' cannot be removed: {reason}.");

    internal static ComputeException LayerEmptied(string name) =>
        new("LayerEmptied", ErrorKind.InvalidOperation, $"All channels of '{name}' would go; every layer keeps at least one.");

    internal static ComputeException InputReadAsImage(Node reader) =>
        new(
            "FeatureRemovalUnsupported",
            ErrorKind.InvalidOperation,
            $"Input features cannot be removed from this network: its layer '{reader.Name}' ({reader.OperatorType}) reads the "
                + $"input as an image. Features can be removed where a fully connected layer reads them; train such a network "
                + $"({Option.Preset.Is("Mlp")} or Linear)."
        );

    internal static ComputeException InputFixed(int input, string reason) =>
        new("FeatureRemovalUnsupported", ErrorKind.InvalidOperation, $"Input {input} cannot be removed from this network: {reason}.");

    internal static ComputeException InputsInvalid(int count) =>
        new(
            "FeatureRemovalInvalid",
            ErrorKind.InvalidArgument,
            $"The inputs that stay must be named once each, ascending, from 0 to {count - 1}, and at least one must stay."
        );
}
