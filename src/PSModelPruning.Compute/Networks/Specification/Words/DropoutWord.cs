using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>Dropout.</summary>
internal sealed class DropoutWord : LayerWord
{
    internal override string Name => "dropout";

    internal override string Usage => "dropout [0.5]";

    internal override string Description => "In training, zeroes a fraction at random.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        double ratio = text.IsAtEnd ? 0.5 : text.TakeNumber("the fraction", 0, 0.99);
        text.End();
        builder.Add(builder.NextName("dropout"), "Dropout", NodeAttributes.Empty.With("ratio", ratio));
    }
}
