using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>The types of numbers that values of a graph have, by the numbers of the ONNX standard.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<long, ScalarType> ByNumber = new Dictionary<long, ScalarType>
    {
        [1] = ScalarType.Float32,
        [6] = ScalarType.Int32,
        [7] = ScalarType.Int64,
        [9] = ScalarType.Bool,
        [11] = ScalarType.Float64,
    };

    /// <summary>The type that an attribute names.</summary>
    /// <exception cref="ComputeException"><c>AttributeInvalid</c>: it names none of these.</exception>
    internal static ScalarType Of(Node node, string attribute) =>
        ByNumber.TryGetValue(node.Attributes.Integer(attribute, 0), out ScalarType type)
            ? type
            : throw NetworkErrors.AttributeInvalid(
                attribute,
                string.Join(", ", ByNumber.Select(entry => $"{entry.Key} ({Name(entry.Value)})"))
            );

    /// <summary>The type of a number of the ONNX standard; false where there is none here.</summary>
    internal static bool TryGet(long number, out ScalarType type) => ByNumber.TryGetValue(number, out type);

    /// <summary>The type of a number that is known to be one.</summary>
    internal static ScalarType Get(long number) => ByNumber[number];

    /// <summary>The number of a type.</summary>
    internal static long NumberOf(ScalarType type) => ByNumber.Single(entry => entry.Value == type).Key;

    /// <summary>True for floating-point numbers.</summary>
    internal static bool IsReal(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64;

    /// <summary>The type as a person reads it: <c>float32</c>, <c>int64</c>.</summary>
    internal static string Name(ScalarType type) => type.ToString().ToLowerInvariant();
}
