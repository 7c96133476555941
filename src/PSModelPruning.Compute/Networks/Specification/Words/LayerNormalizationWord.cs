using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>LayerNormalization over everything in a row.</summary>
internal sealed class LayerNormalizationWord : LayerWord
{
    internal override string Name => "layernorm";

    internal override string Usage => "layernorm";

    internal override string Description => "Normalizes every row over all its values.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        text.End();
        builder.LayerNormalization(builder.NextName("ln"));
    }
}
