using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>BatchNormalization.</summary>
internal sealed class BatchNormalizationWord : LayerWord
{
    internal override string Name => "batchnorm";

    internal override string Usage => "batchnorm";

    internal override string Description => "Normalizes every channel over the batch.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        text.End();
        builder.BatchNormalization(builder.NextName("bn"));
    }
}
