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

    /// <summary>The model's name; "" takes the preset's.</summary>
    public string Name { get; init; } = "";

    public TrainingOptions Options { get; init; } = new();

    /// <summary>The architecture's name: the preset, "Network" for layers in words, or "Linear".</summary>
    internal string Architecture => Kind.Equals(ModelKindCatalog.Linear, StringComparison.OrdinalIgnoreCase) ? ModelKindCatalog.Linear
        : Layers.Count > 0 ? ModelKindCatalog.Network
        : Preset;
}
