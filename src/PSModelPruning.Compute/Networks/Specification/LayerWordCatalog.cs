using PSModelPruning.Compute.Networks.Operators;
using PSModelPruning.Compute.Networks.Specification.Words;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks.Specification;

/// <summary>Lists the words that layers begin with. To add one, add its class under <c>Words/</c> and a line here.</summary>
internal sealed class LayerWordCatalog : ICatalog
{
    /// <summary>Every word.</summary>
    internal static IReadOnlyList<LayerWord> All { get; } =
    [
        new ConvolutionWord("conv", 2, "A convolution over images: filters x kernel size."),
        new ConvolutionWord("conv1d", 1, "A convolution over sequences; the columns of a table are taken as one."),
        new DepthwiseWord(),
        new LinearWord(),
        new EmbeddingWord(),
        new SequenceWord(),
        new RecurrentWord("lstm", new LstmOperator(), "Long short-term memory over a sequence: its hidden units."),
        new RecurrentWord("gru", new GruOperator(), "Gated recurrent units over a sequence: their number."),
        new AttentionWord(),
        new BatchNormalizationWord(),
        new LayerNormalizationWord(),
        new OperatorWord("relu", "Relu", "max(x, 0)."),
        new LeakyReluWord(),
        new OperatorWord("sigmoid", "Sigmoid", "1 / (1 + exp(-x))."),
        new OperatorWord("tanh", "Tanh", "The hyperbolic tangent."),
        new OperatorWord("gelu", "Gelu", "x times the normal distribution function of x."),
        new OperatorWord("softmax", "Softmax", "Exponentials divided by their sum, along the last axis."),
        new ClipWord(),
        new DropoutWord(),
        new PoolWord("maxpool", "MaxPool", "The greatest element of every window."),
        new PoolWord("avgpool", "AveragePool", "The mean of every window."),
        new OperatorWord("globalavgpool", "GlobalAveragePool", "The mean of every channel.", "pool"),
        new OperatorWord("flatten", "Flatten", "Joins all axes of a row into one."),
        new OperatorWord("identity", "Identity", "Nothing."),
    ];

    public static string Family => "layer";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(word => new CatalogEntry(word.Name, $"{word.Usage}: {word.Description}"))];

    internal static LayerWord? Find(string name) => All.FirstOrDefault(word => word.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
