using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>A word that stands for an operator without settings.</summary>
internal sealed class OperatorWord(string name, string type, string description, string? kind = null) : LayerWord
{
    internal override string Name => name;

    internal override string Usage => name;

    internal override string Description => description;

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        text.End();
        builder.Add(builder.NextName(kind ?? name), type);
    }
}
