namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>What every family has in common, as <c>model.json</c> holds it.</summary>
internal sealed record ModelDocument : PartDocument
{
    internal const string PartName = "model.json";

    public required string Name { get; init; }

    /// <summary>The codec that reads the rest.</summary>
    public required string Family { get; init; }

    /// <summary>The model's kind, as <see cref="Model.Kind"/>.</summary>
    public required string Kind { get; init; }

    public required LearningTask Task { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    public required double TargetOffset { get; init; }

    public required double TargetScale { get; init; }

    public required Lineage Lineage { get; init; }

    /// <summary>The complexity of the oldest ancestor, which fractions are of.</summary>
    public required long OriginalComplexity { get; init; }

    /// <summary>The number of features of the oldest ancestor.</summary>
    public required int OriginalFeatures { get; init; }

    /// <summary>What the pruning that made the model did; left out for a model that was not made by pruning.</summary>
    public PruningReportDocument? Pruning { get; init; }

    internal static ModelDocument Of(Model model, string family) =>
        new()
        {
            Name = model.Name,
            Family = family,
            Kind = model.Kind,
            Task = model.Task,
            Classes = model.Classes,
            TargetOffset = model.TargetOffset,
            TargetScale = model.TargetScale,
            Lineage = new Lineage(model.Seed, model.DatasetHash),
            OriginalComplexity = model.OriginalComplexity,
            OriginalFeatures = model.OriginalFeatures,
            Pruning = model.Pruning is { } pruning ? PruningReportDocument.Of(pruning) : null,
        };
}

/// <summary>Where a model comes from.</summary>
/// <param name="Seed">The seed of its training.</param>
/// <param name="DatasetHash">The hash of the data set it was trained on.</param>
internal sealed record Lineage(int Seed, string DatasetHash);
