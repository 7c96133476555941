namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>
/// The LeNet-5 of the pruning literature (the Caffe variant; Han et al. 2015): 431,080 parameters for 28×28 images in grey and 10 classes.
/// Rectifiers follow the convolutions.
/// </summary>
internal sealed class LeNet5Preset : LayeredPreset
{
    internal override string Name => "LeNet5";

    internal override string Description => "The 431k-parameter LeNet-5 of the pruning literature, for 28x28 images.";

    internal override IReadOnlyList<string> Layers { get; } =
    ["conv 20x5", "relu", "maxpool 2", "conv 50x5", "relu", "maxpool 2", "linear 500", "relu"];

    private protected override int LeastSide => 16;
}
