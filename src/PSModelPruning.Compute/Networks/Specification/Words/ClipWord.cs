using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>Limits every number to a range.</summary>
internal sealed class ClipWord : LayerWord
{
    internal override string Name => "clip";

    internal override string Usage => "clip 0 6";

    internal override string Description => "Limits to a range: least and greatest number.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        double least = text.TakeNumber("the least number", -1e9, 1e9);
        double greatest = text.TakeNumber("the greatest number", least, 1e9);
        text.End();
        builder.Add(builder.NextName("clip"), "Clip", NodeAttributes.Empty.With("min", least).With("max", greatest));
    }
}
