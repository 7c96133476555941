using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>Pooling over windows, of images or sequences as they arrive; the windows lie side by side unless a stride is given.</summary>
internal sealed class PoolWord(string name, string type, string description) : LayerWord
{
    internal override string Name => name;

    internal override string Usage => $"{name} 2 [stride 2] [pad 0]";

    internal override string Description => description;

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int size = text.TakeInteger("the window's size");
        IReadOnlyDictionary<string, int> options = text.TakeOptions(("stride", 1), ("pad", 0));
        int axes = builder.Shape.Length == 3 ? 1 : 2;
        builder.Add(
            builder.NextName("pool"),
            type,
            NodeAttributes
                .Empty.With("kernel_shape", Repeat(size, axes))
                .With("strides", Repeat(options.GetValueOrDefault("stride", size), axes))
                .With("pads", Repeat(options.GetValueOrDefault("pad"), 2 * axes))
        );
    }

    private static long[] Repeat(int value, int count) => [.. Enumerable.Repeat((long)value, count)];
}
