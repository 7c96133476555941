using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Training;

/// <summary>What a new model is to be and how it is fitted.</summary>
internal sealed record TrainingRequest
{
    /// <summary>See <see cref="ModelKindCatalog"/>.</summary>
    public string Kind { get; init; } = ModelKindCatalog.Network;

    /// <summary>The preset of a network; "" chooses by the data.</summary>
    public string Preset { get; init; } = "";

    /// <summary>Layers in words instead of a preset; empty for a preset.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>
    /// A network whose architecture is trained anew instead of a preset or layers: also one that pruning made, whose pruned elements stay
    /// zero.
    /// </summary>
    public NetworkModel? Like { get; init; }

    /// <summary>The model's name; "" takes the preset's.</summary>
    public string Name { get; init; } = "";

    /// <summary>How a network or linear model is fitted.</summary>
    public TrainingOptions Options { get; init; } = new();

    /// <summary>The model that a network or linear model learns from beside the data; null for none.</summary>
    public DistillationOptions? Distillation { get; init; }

    /// <summary>How a tree is grown.</summary>
    public TreeOptions Tree { get; init; } = new();

    /// <summary>How a forest is grown.</summary>
    public ForestOptions Forest { get; init; } = new();

    /// <summary>How boosted trees are grown.</summary>
    public BoostingOptions Boosting { get; init; } = new();

    /// <summary>How nearest neighbours predict.</summary>
    public NeighborOptions Neighbors { get; init; } = new();

    /// <summary>The options of other families, at most one of each type.</summary>
    public IReadOnlyList<object> FamilyOptions { get; init; } = [];

    public int Seed { get; init; }

    /// <summary>The options of a family that <see cref="FamilyOptions"/> holds, or its defaults.</summary>
    internal TOptions OptionsOf<TOptions>()
        where TOptions : class, new() => FamilyOptions.OfType<TOptions>().FirstOrDefault() ?? new TOptions();

    /// <summary>
    /// The architecture's name: the preset, "Network" for layers in words, "Linear", or that of the model that it is like.
    /// </summary>
    internal string Architecture =>
        Like is not null ? $"{Like.Name} (trained anew)"
        : Kind.Equals(ModelKindCatalog.Linear, StringComparison.OrdinalIgnoreCase) ? ModelKindCatalog.Linear
        : Layers.Count > 0 ? ModelKindCatalog.Network
        : Preset;
}
