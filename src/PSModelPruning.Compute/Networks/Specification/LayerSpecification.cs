using PSModelPruning.Compute.Networks.Building;

namespace PSModelPruning.Compute.Networks.Specification;

/// <summary>
/// Builds a network from layers in words: <c>'conv 32x3 pad 1', 'relu', 'maxpool 2', 'flatten', 'linear 128', 'relu'</c>. The output layer
/// is added. Layers are named by what they are and counted from 1: <c>conv1</c>, <c>relu1</c>, <c>pool1</c>, <c>fc1</c>.
/// </summary>
internal static class LayerSpecification
{
    /// <summary>Builds the network.</summary>
    /// <param name="layers">A text a layer, without the output layer.</param>
    /// <param name="inputShape">The shape of a row.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="seed">The seed of the starting weights.</param>
    /// <exception cref="ComputeException"><c>LayerWordUnknown</c>, <c>LayerWordInvalid</c>: a word cannot be understood; the message gives
    /// its place. <c>ShapeMismatch</c>: a layer does not fit what arrives at it.</exception>
    internal static Graph Build(IReadOnlyList<string> layers, IReadOnlyList<int> inputShape, int outputs, int seed)
    {
        var builder = new GraphBuilder(inputShape);
        for (int index = 0; index < layers.Count; index++)
            Append(builder, new LayerText(index + 1, layers[index]));
        builder.Linear(builder.NextName("fc"), outputs);
        return builder.Build(seed);
    }

    private static void Append(GraphBuilder builder, LayerText text)
    {
        string first = text.Take();
        LayerWord word = LayerWordCatalog.Find(first)
            ?? throw NetworkErrors.LayerWordUnknown(text, first, LayerWordCatalog.All.Select(w => w.Name));
        text.Usage = word.Usage;
        word.Append(text, builder);
        text.End();
    }
}
