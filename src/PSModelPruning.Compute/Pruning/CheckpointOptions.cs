namespace PSModelPruning.Compute.Pruning;

/// <summary>Where the state of a long pruning is kept.</summary>
internal sealed record CheckpointOptions
{
    /// <summary>The file that the state is written to after every round and epoch; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>Goes on where the file stands.</summary>
    public bool Resume { get; init; }
}
