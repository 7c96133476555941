using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Where the state of a long pruning is kept.</summary>
internal sealed record CheckpointOptions
{
    /// <summary>The file that the state is written to after every round and epoch; null for none.</summary>
    [Option("The file for the state of a long pruning.")]
    [OptionPath]
    public string? CheckpointPath { get; init; }

    /// <summary>Goes on where the file stands; null does not.</summary>
    [Option("Continues from the checkpoint.")]
    public bool? Resume { get; init; }
}
