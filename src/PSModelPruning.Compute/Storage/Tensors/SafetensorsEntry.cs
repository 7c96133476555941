namespace PSModelPruning.Compute.Storage.Tensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Type">The element type as the format names it: <c>F32</c>, <c>F64</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c>, <c>I32</c>,
/// <c>I8</c>, <c>U16</c>, <c>U8</c> or <c>BOOL</c> here.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Bytes">The size of its data.</param>
internal sealed record SafetensorsEntry(string Type, IReadOnlyList<long> Shape, long Bytes)
{
    internal const string Float32 = "F32";
    internal const string Float64 = "F64";
    internal const string Float16 = "F16";
    internal const string BrainFloat16 = "BF16";
    internal const string Int64 = "I64";
    internal const string Int32 = "I32";
    internal const string Bool = "BOOL";
    internal const string Int8 = "I8";
    internal const string UInt16 = "U16";
    internal const string UInt8 = "U8";

    /// <summary>The bytes of an element, or 0 for a type that is not read here.</summary>
    internal static int ElementBytes(string type) =>
        type switch
        {
            Float32 or Int32 => 4,
            Float64 or Int64 => 8,
            Float16 or BrainFloat16 or UInt16 => 2,
            Int8 or UInt8 or Bool => 1,
            _ => 0,
        };

    internal static SafetensorsEntry Of(string type, params long[] shape) =>
        new(type, shape, shape.Aggregate((long)ElementBytes(type), (product, size) => checked(product * size)));
}
