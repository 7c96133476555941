using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification.Words;

/// <summary>
/// Takes what arrives as a sequence: steps × features, one step after the other. The result is <c>[features, steps]</c>, as other layers
/// for sequences take it.
/// </summary>
internal sealed class SequenceWord : LayerWord
{
    internal override string Name => "sequence";

    internal override string Usage => "sequence 8x8";

    internal override string Description => "Takes the columns of a table, or an image, as a sequence: steps x features.";

    internal override void Append(LayerText text, GraphBuilder builder)
    {
        int[] numbers = text.TakeProduct("steps x features, such as 8x8,", 2, 2);
        text.End();
        if (builder.Shape.Skip(1).Aggregate(1L, (product, size) => product * size) != (long)numbers[0] * numbers[1])
            throw NetworkErrors.SequenceMismatch(text, numbers[0], numbers[1], builder.Shape.Skip(1));
        builder.Add(builder.NextName("reshape"), "Reshape", NodeAttributes.Empty.With("shape", 0, numbers[0], numbers[1]));
        builder.Turned();
    }
}
