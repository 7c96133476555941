using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>A convolution over one or two axes.</summary>
internal sealed class ConvolutionWord(string name, int axes, string description) : LayerWord
{
    internal override string Name => name;

    internal override string Usage => $"{name} 32x3 [pad 1] [stride 1] [dilation 1] [groups 1]";

    internal override string Description => description;

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        string form = axes == 1 ? "filters x kernel, such as 32x3," : "filters x kernel, such as 32x3 or 32x3x5,";
        int[] numbers = text.TakeProduct(form, 2, axes + 1);
        IReadOnlyDictionary<string, int> options = text.TakeOptions(("pad", 0), ("stride", 1), ("dilation", 1), ("groups", 1));
        long[] kernel = [.. Enumerable.Range(0, axes).Select(axis => (long)numbers[Math.Min(axis + 1, numbers.Length - 1)])];
        if (axes == 1 && builder.Shape.Length == 2)
            builder.Add(builder.NextName("reshape"), "Reshape", NodeAttributes.Empty.With("shape", 0, 1, -1));
        builder.Convolution(
            builder.NextName("conv"),
            new Convolution(numbers[0], kernel)
            {
                Padding = options.GetValueOrDefault("pad"),
                Stride = options.GetValueOrDefault("stride", 1),
                Dilation = options.GetValueOrDefault("dilation", 1),
                Groups = options.GetValueOrDefault("groups", 1),
            }
        );
    }
}
