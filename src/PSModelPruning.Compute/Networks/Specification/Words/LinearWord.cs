using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>A fully connected layer; values with several axes are flattened first.</summary>
internal sealed class LinearWord : LayerWord
{
    internal override string Name => "linear";

    internal override string Usage => "linear 128";

    internal override string Description => "A fully connected layer: its neurons.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int neurons = text.TakeInteger("the number of neurons");
        text.End();
        builder.Linear(builder.NextName("fc"), neurons);
    }
}
