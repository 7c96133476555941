using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification;

/// <summary>A word that a layer of a specification begins with. Listed in <see cref="LayerWordCatalog"/>.</summary>
internal abstract class LayerWord
{
    /// <summary>What a user types: <c>conv</c>.</summary>
    internal abstract string Name { get; }

    /// <summary>How a layer with it is written: <c>conv 32x3 [pad 1] [stride 1]</c>.</summary>
    internal abstract string Usage { get; }

    /// <summary>The shortest way to write it: the usage without its options.</summary>
    internal string Example => Usage.Split(" [")[0];

    /// <summary>What it does, in a line.</summary>
    internal abstract string Description { get; }

    /// <summary>Reads the rest of the layer's words and appends the layer.</summary>
    internal abstract void Append(LayerText text, GraphBuilder builder);
}
