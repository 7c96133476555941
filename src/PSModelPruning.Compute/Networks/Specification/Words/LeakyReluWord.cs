using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>A rectifier with a slope for negative numbers.</summary>
internal sealed class LeakyReluWord : LayerWord
{
    internal override string Name => "leakyrelu";

    internal override string Usage => "leakyrelu [0.01]";

    internal override string Description => "x, times the slope where x is negative.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        double slope = text.IsAtEnd ? 0.01 : text.TakeNumber("the slope", 0, 1);
        text.End();
        builder.Add(builder.NextName("leakyrelu"), "LeakyRelu", NodeAttributes.Empty.With("alpha", slope));
    }
}
