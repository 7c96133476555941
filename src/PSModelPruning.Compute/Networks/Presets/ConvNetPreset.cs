namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>Two convolutions of 32 and 64 filters with pooling, then 128 neurons: strong on 28×28 images at little cost.</summary>
internal sealed class ConvNetPreset : LayeredPreset
{
    internal override string Name => "ConvNet";

    internal override string Description => "conv 32 - pool - conv 64 - pool - 128 neurons.";

    internal override IReadOnlyList<string> Layers { get; } =
    ["conv 32x3 pad 1", "relu", "maxpool 2", "conv 64x3 pad 1", "relu", "maxpool 2", "linear 128", "relu"];

    private protected override int LeastSide => 4;
}
