using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>A depthwise convolution: one filter for each channel that arrives, which reads that channel alone.</summary>
internal sealed class DepthwiseWord : LayerWord
{
    internal override string Name => "depthwise";

    internal override string Usage => "depthwise 3 [pad 1] [stride 1] [dilation 1]";

    internal override string Description => "A convolution with one filter for each channel: kernel size.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int kernel = text.TakeInteger("the kernel size");
        IReadOnlyDictionary<string, int> options = text.TakeOptions(("pad", 0), ("stride", 1), ("dilation", 1));
        int channels = (int)builder.Shape[1];
        int axes = builder.Shape.Length == 3 ? 1 : 2;
        builder.Convolution(
            builder.NextName("conv"),
            new Convolution(channels, [.. Enumerable.Repeat((long)kernel, axes)])
            {
                Padding = options.GetValueOrDefault("pad"),
                Stride = options.GetValueOrDefault("stride", 1),
                Dilation = options.GetValueOrDefault("dilation", 1),
                Groups = channels,
            }
        );
    }
}
