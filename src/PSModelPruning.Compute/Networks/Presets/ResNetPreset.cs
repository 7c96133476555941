using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Presets;

/// <summary>
/// The residual networks for CIFAR images (He et al. 2016, section 4.2): three stages of n blocks with 16, 32 and 64 channels; 6n + 2
/// layers.
/// Where a stage begins with half the image and twice the channels, the shortcut is a 1×1 convolution with BatchNormalization
/// (the paper's option B), because a graph of standard operators has no cheap form of its zero padding (option A). It costs 2,752
/// parameters.
/// </summary>
/// <param name="blocks">Blocks a stage, n.</param>
internal sealed class ResNetPreset(int blocks) : Preset
{
    internal override string Name => $"ResNet{6 * blocks + 2}";

    internal override string Description => $"The residual network with {6 * blocks + 2} layers for 32x32 images.";

    internal override Graph Build(IReadOnlyList<int> inputShape, int outputs, int seed)
    {
        RequireImages(inputShape, 8);
        var builder = new GraphBuilder(inputShape);
        builder.Convolution("conv1", Plain(16, 3));
        builder.BatchNormalization("bn1");
        builder.Add("relu1", "Relu");
        for (int stage = 1; stage <= 3; stage++)
        {
            for (int block = 1; block <= blocks; block++)
                AppendBlock(builder, $"block{stage}_{block}", 8 << stage, stage > 1 && block == 1 ? 2 : 1);
        }
        builder.Add("pool", "GlobalAveragePool");
        builder.Add("flatten", "Flatten");
        builder.Linear("fc", outputs);
        return builder.Build(seed);
    }

    private static void AppendBlock(GraphBuilder builder, string name, int channels, int stride)
    {
        string shortcut = builder.Current;
        builder.Convolution($"{name}_conv1", Plain(channels, 3) with { Stride = stride });
        builder.BatchNormalization($"{name}_bn1");
        builder.Add($"{name}_relu1", "Relu");
        builder.Convolution($"{name}_conv2", Plain(channels, 3));
        string branch = builder.BatchNormalization($"{name}_bn2");
        if (stride > 1)
        {
            builder.ContinueFrom(shortcut);
            builder.Convolution($"{name}_shortcut", Plain(channels, 1) with { Stride = stride });
            shortcut = builder.BatchNormalization($"{name}_shortcut_bn");
        }
        builder.Add($"{name}_add", "Add", null, branch, shortcut);
        builder.Add($"{name}_relu2", "Relu");
    }

    private static Convolution Plain(int filters, int kernel) => new(filters, kernel, kernel) { Padding = kernel / 2, HasBias = false };
}
