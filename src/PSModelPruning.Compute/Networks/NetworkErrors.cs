using PSModelPruning.Compute.Networks.Specification;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Networks;

/// <summary>The errors of building and shaping networks.</summary>
internal static class NetworkErrors
{
    internal static ComputeException OperatorUnknown(string type, IEnumerable<string> known) =>
        new(
            "OperatorUnknown",
            ErrorKind.InvalidData,
            $"The operator '{type}' is not known. Known operators: {string.Join(", ", known.Order())}."
        );

    internal static ComputeException IndexOutside(Node node, long least, long greatest, long entries) =>
        new(
            "IndexOutside",
            ErrorKind.InvalidData,
            $"Layer '{node.Name}' ({node.OperatorType}): it looks up the numbers 0 to {entries - 1}, but "
                + $"{(least < 0 ? least : greatest)} arrives. Give the embedding as many entries as the data has categories, and "
                + $"import whole numbers with {Option.Scale.Is("None")}."
        );

    internal static ComputeException AttributeInvalid(string name, string kind) =>
        new("AttributeInvalid", ErrorKind.InvalidData, $"The attribute '{name}' of an operator must be {kind}.");

    internal static ComputeException ShapeMismatch(Node node, string explanation) =>
        new("ShapeMismatch", ErrorKind.InvalidArgument, $"Layer '{node.Name}' ({node.OperatorType}): {explanation}");

    internal static ComputeException TypeMismatch(Node node, string explanation) =>
        new("TypeMismatch", ErrorKind.InvalidArgument, $"Layer '{node.Name}' ({node.OperatorType}): {explanation}");

    internal static ComputeException SequenceMismatch(LayerText text, int steps, int features, IEnumerable<long> arrives) =>
        new(
            "ShapeMismatch",
            ErrorKind.InvalidArgument,
            $"Layer {text.Layer} ('{text.Text}'): {steps} steps of {features} numbers are {(long)steps * features} numbers, but "
                + $"{arrives.Aggregate(1L, (product, size) => product * size)} arrive ({string.Join(" x ", arrives)}). Give steps and "
                + $"numbers whose product that is."
        );

    internal static ComputeException PresetMismatch(string preset, string takes, IReadOnlyList<int> inputShape) =>
        new(
            "ShapeMismatch",
            ErrorKind.InvalidArgument,
            $"The preset '{preset}' takes {takes}, but a row of the data set is [{string.Join(", ", inputShape)}]. Choose "
                + $"another preset, or describe the layers with {Option.Layers}."
        );

    internal static ComputeException TooLarge(double parameters, double bytes, long memory) =>
        new(
            "NetworkTooLarge",
            ErrorKind.LimitsExceeded,
            $"The network would have {parameters:N0} parameters; training it takes at least {bytes / (1L << 30):N1} GB of memory, and "
                + $"{memory / (double)(1L << 30):N1} GB are free. "
                + $"Use smaller layers, or pool before the first linear layer."
        );

    internal static ComputeException BatchTooLarge(int rows, double bytes, long memory) =>
        new(
            "NetworkTooLarge",
            ErrorKind.LimitsExceeded,
            $"What the network computes of {rows} rows at once takes about {bytes / (1L << 30):N1} GB of memory, and "
                + $"{memory / (double)(1L << 30):N1} GB are free. Use a smaller {Option.BatchSize}, or smaller layers."
        );

    internal static ComputeException LayerWordUnknown(LayerText text, string word, IEnumerable<string> known) =>
        new(
            "LayerWordUnknown",
            ErrorKind.InvalidArgument,
            word.Length == 0
                ? $"Layer {text.Layer} is empty. A layer begins with one of: {string.Join(", ", known)}."
                : $"Layer {text.Layer} ('{text.Text}'), word 1: '{word}' is not a layer. {NearestNames.Hint(word, known)}"
        );

    internal static ComputeException LayerOptionUnknown(LayerText text, int place, string word, IEnumerable<string> known) =>
        new(
            "LayerWordUnknown",
            ErrorKind.InvalidArgument,
            $"Layer {text.Layer} ('{text.Text}'), word {place}: '{word}' is not an option of this layer. {NearestNames.Hint(word, known)} "
                + $"Right: {text.Usage}."
        );

    internal static ComputeException LayerWordInvalid(LayerText text, int place, string word, string problem) =>
        new(
            "LayerWordInvalid",
            ErrorKind.InvalidArgument,
            $"Layer {text.Layer} ('{text.Text}'), word {place}{(word.Length == 0 ? " is missing" : $": '{word}'")}: {problem}. Right: "
                + $"{text.Usage}."
        );
}
