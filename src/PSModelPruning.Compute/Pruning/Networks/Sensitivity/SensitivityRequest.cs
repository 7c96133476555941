namespace PSModelPruning.Compute.Pruning.Networks.Sensitivity;

/// <summary>What is to be measured of a network's layers.</summary>
internal sealed record SensitivityRequest
{
    /// <summary>Where nothing else is said: dense where accuracy mostly falls.</summary>
    internal static readonly double[] UsualSparsities = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95];

    /// <summary>Method, granularity, batch size, seed and threads; nothing else is read.</summary>
    public required PruningOptions Options { get; init; }

    /// <summary>The fractions of a layer that go, each from 0 to below 1.</summary>
    public IReadOnlyList<double> Sparsities { get; init; } = UsualSparsities;

    /// <summary>The layers that are measured, with * and ? for any characters and any one; empty for all.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>The rows that are scored.</summary>
    public PartitionName Partition { get; init; } = PartitionName.Validation;
}
