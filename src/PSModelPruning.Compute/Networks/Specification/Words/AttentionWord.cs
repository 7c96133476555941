using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>Multi-head self-attention over a sequence, which keeps its shape; with <c>residual</c> it is added to what arrives.</summary>
internal sealed class AttentionWord : LayerWord
{
    internal override string Name => "attention";

    internal override string Usage => "attention 4x16 [residual] [causal]";

    internal override string Description => "Multi-head self-attention over a sequence: heads x size of a head.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int[] numbers = text.TakeProduct("heads x size, such as 4x16,", 2, 2);
        string[] choices = text.TakeChoices(["plain", "residual"], ["all", "causal"]);
        builder.Attention(builder.NextName("attention"), numbers[0], numbers[1], choices[0] == "residual", choices[1] == "causal");
    }
}
