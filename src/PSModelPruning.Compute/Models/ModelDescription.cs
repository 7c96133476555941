using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute;

/// <summary>What every family of models has in common, as the constructor takes it.</summary>
internal sealed record ModelDescription
{
    public required string Name { get; init; }

    public required LearningTask Task { get; init; }

    public IReadOnlyList<string> Classes { get; init; } = [];

    public required Preprocessing Preprocessing { get; init; }

    public Dataset? Dataset { get; init; }

    public Model? Parent { get; init; }

    public IReadOnlyList<ModelEvent> History { get; init; } = [];

    public double TargetOffset { get; init; }

    public double TargetScale { get; init; } = 1;

    public string DatasetHash { get; init; } = "";

    public int Seed { get; init; }

    /// <summary>The complexity of the oldest ancestor; 0 for a model that has none.</summary>
    public long OriginalComplexity { get; init; }

    /// <summary>The number of features of the oldest ancestor; 0 for a model that has none.</summary>
    public int OriginalFeatures { get; init; }

    /// <summary>The description of a model that was trained a moment ago.</summary>
    /// <param name="dataset">What it was trained on.</param>
    /// <param name="name">Its name.</param>
    /// <param name="seed">The seed of its training.</param>
    /// <param name="text">How it was trained, in words.</param>
    internal static ModelDescription Trained(Dataset dataset, string name, int seed, string text) =>
        new()
        {
            Name = name,
            Task = dataset.Task,
            Classes = dataset.Classes,
            Preprocessing = dataset.Preprocessing,
            Dataset = dataset,
            Seed = seed,
            History = [ModelEvent.Now("Trained", text)],
        };

    /// <summary>The description of a model made from <paramref name="parent"/> by <paramref name="change"/>.</summary>
    internal static ModelDescription ChildOf(Model parent, ModelEvent change) =>
        parent.Describe() with
        {
            Parent = parent,
            History = [.. parent.History, change],
        };
}
