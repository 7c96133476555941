namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>What of a path is measured.</summary>
internal sealed record PathRequest
{
    /// <summary>The fractions that go of a network's weights where the user names none.</summary>
    internal static readonly double[] UsualSparsities = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98];

    /// <summary>The method and all that it reads; the target says nothing here.</summary>
    public required PruningOptions Options { get; init; }

    /// <summary>Parts of cross-validation; 0 for none, null for the method's own number.</summary>
    public int? Folds { get; init; }

    /// <summary>The most points that are given, beside those that a rule chooses; at least 2.</summary>
    public int MostPoints { get; init; } = 100;

    /// <summary>The fractions that go of a network; null takes <see cref="UsualSparsities"/>, as far as the network can go.</summary>
    public IReadOnlyList<double>? Sparsities { get; init; }
}
