namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>
/// LeNet-300-100 (LeCun et al. 1998): 784 – 300 – 100 – 10, with rectifiers as in the pruning literature; 266,610 parameters.
/// </summary>
internal sealed class LeNet300Preset : LayeredPreset
{
    private const int Pixels = 784;

    internal override string Name => "LeNet300";

    internal override string Description =>
        "784 - 300 - 100 - 10 neurons, the fully connected network of the pruning literature, for 28x28 images.";

    internal override IReadOnlyList<string> Layers { get; } = ["linear 300", "relu", "linear 100", "relu"];

    internal override Graph Build(IReadOnlyList<int> inputShape, int outputs, int seed)
    {
        if (inputShape.Aggregate(1, (product, size) => product * size) != Pixels)
            throw NetworkErrors.PresetMismatch(Name, $"{Pixels} inputs, such as images of 28 x 28 pixels in grey", inputShape);
        return base.Build(inputShape, outputs, seed);
    }
}
