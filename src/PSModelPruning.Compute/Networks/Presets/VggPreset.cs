namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>
/// A small VGG (Simonyan and Zisserman 2015) with BatchNormalization: three stages of two convolutions, then 128 neurons; for 28×28 and
/// 32×32 images.
/// </summary>
internal sealed class VggPreset : LayeredPreset
{
    internal override string Name => "Vgg";

    internal override string Description => "A small VGG with BatchNorm: 2 x conv 32 - 2 x conv 64 - 2 x conv 128 - 128 neurons.";

    internal override IReadOnlyList<string> Layers { get; } =
    [
        "conv 32x3 pad 1",
        "batchnorm",
        "relu",
        "conv 32x3 pad 1",
        "batchnorm",
        "relu",
        "maxpool 2",
        "conv 64x3 pad 1",
        "batchnorm",
        "relu",
        "conv 64x3 pad 1",
        "batchnorm",
        "relu",
        "maxpool 2",
        "conv 128x3 pad 1",
        "batchnorm",
        "relu",
        "conv 128x3 pad 1",
        "batchnorm",
        "relu",
        "maxpool 2",
        "linear 128",
        "relu",
    ];

    private protected override int LeastSide => 8;
}
