using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>
/// A table of vectors; every number of a row is replaced by its vector. The result is <c>[size, steps]</c>, with the vector's entries as
/// channels, so that <c>conv1d</c> and <c>globalavgpool</c> can follow.
/// </summary>
internal sealed class EmbeddingWord : LayerWord
{
    internal override string Name => "embedding";

    internal override string Usage => "embedding 1000x32";

    internal override string Description => "A vector for each whole number: entries x size.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int[] numbers = text.TakeProduct("entries x size, such as 1000x32,", 2, 2);
        text.End();
        string name = builder.NextName("embedding");
        builder.Add(
            name,
            "Gather",
            null,
            builder.Parameter(name, "weight", [numbers[0], numbers[1]], new Initializer.Normal(1)),
            builder.Current
        );
        long[] lastFirst = [0, builder.Shape.Length - 1, .. Enumerable.Range(1, builder.Shape.Length - 2).Select(axis => (long)axis)];
        builder.Add(builder.NextName("transpose"), "Transpose", NodeAttributes.Empty.With("perm", lastFirst));
    }
}
