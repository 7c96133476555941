namespace PSModelPruning.Compute.Storage;

/// <summary>The names of the parts of a model file that have no type of their own.</summary>
internal static class PartNames
{
    /// <summary>The numbers: whole tensors, and the nonzero numbers of packed ones.</summary>
    internal const string Weights = "weights.safetensors";

    /// <summary>Where the nonzero numbers of packed tensors lie.</summary>
    internal const string Positions = "positions.safetensors";

    /// <summary>The masks that do not follow from the zeros of their tensors, see docs/model-file.md.</summary>
    internal const string Masks = "masks.safetensors";

    /// <summary>The scales and shared numbers of encoded tensors.</summary>
    internal const string Encodings = "encodings.safetensors";
}
