namespace PSModelPruning.Compute.Pruning.Networks.Checkpoints;

/// <summary>How far a pruning has come, but for its tensors.</summary>
internal sealed record PruningProgress
{
    /// <summary>The rounds that are done.</summary>
    public required IReadOnlyList<PruningRound> Rounds { get; init; }

    /// <summary>The round that is pruned and in training; null between rounds.</summary>
    public PruningRound? Pruned { get; init; }

    /// <summary>The epochs of the trainings that are done.</summary>
    public required IReadOnlyList<TrainingEpoch> Epochs { get; init; }

    /// <summary>What was taken out bodily, removal by removal: positions among the units that were there before it.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Removals { get; init; }

    /// <summary>Units that are masked but still there, by position.</summary>
    public required IReadOnlyList<int> Masked { get; init; }

    /// <summary>What the training that was going on was asked to do; null between trainings.</summary>
    public IReadOnlyDictionary<string, string>? Training { get; init; }

    /// <summary>True where no part is missing, as far as can be seen without the network.</summary>
    internal bool IsWhole =>
        Rounds is not null
        && Rounds.All(round => round is not null)
        && Epochs is not null
        && Epochs.All(epoch => epoch is not null)
        && Removals is not null
        && Removals.All(removal => removal is not null)
        && Masked is not null;
}
