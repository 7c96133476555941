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

    /// <summary>
    /// How the models of other families are made: at most one object for each family, which its kind asks for by
    /// <see cref="OptionsOf"/>.
    /// </summary>
    public IReadOnlyList<object> FamilyOptions { get; init; } = [];

    /// <summary>How a tree is grown; one of <see cref="FamilyOptions"/>.</summary>
    internal TreeOptions Tree
    {
        get => OptionsOf<TreeOptions>();
        init => FamilyOptions = [.. FamilyOptions, value];
    }

    /// <summary>How a forest is grown; one of <see cref="FamilyOptions"/>.</summary>
    internal ForestOptions Forest
    {
        get => OptionsOf<ForestOptions>();
        init => FamilyOptions = [.. FamilyOptions, value];
    }

    /// <summary>How boosted trees are grown; one of <see cref="FamilyOptions"/>.</summary>
    internal BoostingOptions Boosting
    {
        get => OptionsOf<BoostingOptions>();
        init => FamilyOptions = [.. FamilyOptions, value];
    }

    /// <summary>How nearest neighbours predict; one of <see cref="FamilyOptions"/>.</summary>
    internal NeighborOptions Neighbors
    {
        get => OptionsOf<NeighborOptions>();
        init => FamilyOptions = [.. FamilyOptions, value];
    }

    public int Seed { get; init; }

    /// <summary>The options of a family: the last that were given, or its defaults.</summary>
    internal TOptions OptionsOf<TOptions>()
        where TOptions : class, new() => FamilyOptions.OfType<TOptions>().LastOrDefault() ?? new TOptions();

    /// <summary>
    /// The architecture's name: the preset, "Network" for layers in words, "Linear", or that of the model that it is like.
    /// </summary>
    internal string Architecture =>
        Like is not null ? $"{Like.Name} (trained anew)"
        : Kind.Equals(ModelKindCatalog.Linear, StringComparison.OrdinalIgnoreCase) ? ModelKindCatalog.Linear
        : Layers.Count > 0 ? ModelKindCatalog.Network
        : Preset;
}
