namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>One fully connected layer: multinomial logistic or linear regression.</summary>
internal sealed class LinearPreset : LayeredPreset
{
    internal override string Name => "Linear";

    internal override string Description => "No hidden layer: logistic or linear regression.";

    internal override IReadOnlyList<string> Layers { get; } = [];
}
