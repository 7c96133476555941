namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>Two hidden layers of 128 and 64 neurons, a good start for tables and small images.</summary>
internal sealed class MlpPreset : LayeredPreset
{
    internal override string Name => "Mlp";

    internal override string Description => "128 - 64 neurons; for tables and small images.";

    internal override IReadOnlyList<string> Layers { get; } = ["linear 128", "relu", "linear 64", "relu"];
}
