using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Tensors;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Turns encodings into documents and back.</summary>
internal static class EncodingDocuments
{
    internal static EncodingDocument? Of(WeightEncoding? encoding) =>
        encoding switch
        {
            null => null,
            IntegerEncoding integer => new EncodingDocument(
                integer.Bits == 8 ? EncodingKind.Int8 : EncodingKind.Int4,
                integer.Axis,
                integer.GroupSize
            ),
            HalfEncoding half => new EncodingDocument(half.IsBrain ? EncodingKind.BFloat16 : EncodingKind.Float16),
            CodebookEncoding => new EncodingDocument(EncodingKind.Codebook),
            _ => throw new InvalidOperationException($"Numbers encoded as {encoding.GetType().Name} cannot be stored."),
        };

    /// <summary>The safetensors type of plain numbers.</summary>
    internal static string PlainType(WeightEncoding? encoding, int plainBits) =>
        encoding switch
        {
            null => SafetensorsEntry.Float32,
            HalfEncoding half => half.IsBrain ? SafetensorsEntry.BrainFloat16 : SafetensorsEntry.Float16,
            IntegerEncoding { Bits: 8 } => SafetensorsEntry.Int8,
            _ => plainBits == 16 ? SafetensorsEntry.UInt16 : SafetensorsEntry.UInt8,
        };

    /// <summary>The safetensors type of a constant.</summary>
    internal static string NameOf(ScalarType type) =>
        type switch
        {
            ScalarType.Float64 => SafetensorsEntry.Float64,
            ScalarType.Int64 => SafetensorsEntry.Int64,
            ScalarType.Int32 => SafetensorsEntry.Int32,
            ScalarType.Bool => SafetensorsEntry.Bool,
            _ => SafetensorsEntry.Float32,
        };

    /// <summary>Checks what a file says of a parameter's encoding before anything is read by it.</summary>
    /// <exception cref="ContentException">It contradicts itself or the shape.</exception>
    internal static void Check(ParameterDocument document)
    {
        bool isInteger = document.Encoding?.Kind is EncodingKind.Int8 or EncodingKind.Int4;
        if (
            document.Encoding is { } encoding
            && (
                !Enum.IsDefined(encoding.Kind)
                || encoding.Axis.HasValue != isInteger
                || encoding.GroupSize.HasValue != isInteger
                || isInteger && (encoding.Axis < 0 || encoding.Axis >= document.Shape.Count || encoding.GroupSize < 0)
            )
        )
            throw Wrong(document, "an encoding that does not fit its shape");
        if (document.IsCoded == true && document.Encoding is null)
            throw Wrong(document, "entropy-coded numbers without an encoding");
        if (
            document.Positions is not null && document.Packing != TensorPacking.Packed
            || PositionCodingCatalog.Find(document.Positions) is null
        )
            throw Wrong(document, "positions in a way that is not known");
        if (
            document.MaskPositions is not null && document.Mask != MaskStorage.Differences
            || PositionCodingCatalog.Find(document.MaskPositions) is null
        )
            throw Wrong(document, "a mask in a way that is not known");
    }

    /// <summary>The encoding of a parameter that <see cref="Check"/> found sound; null for float32.</summary>
    /// <exception cref="ContentException">Its scales or shared numbers are not what they should be.</exception>
    internal static WeightEncoding? ToEncoding(ParameterDocument document, SafetensorsFile encodings)
    {
        switch (document.Encoding)
        {
            case null:
                return null;
            case { Kind: EncodingKind.Float16 or EncodingKind.BFloat16 } half:
                return new HalfEncoding(half.Kind == EncodingKind.BFloat16);
            case { Kind: EncodingKind.Codebook }:
                float[] values = Numbers(document, encodings);
                if (
                    values.Length > ushort.MaxValue
                    || values.Any(value => !float.IsFinite(value) || value == 0)
                    || values.Zip(values.Skip(1)).Any(pair => pair.First >= pair.Second)
                )
                    throw Wrong(document, "a codebook that does not rise or has more than 65,535 numbers or a zero");
                return new CodebookEncoding(values);
            case var integer:
                float[] scales = Numbers(document, encodings);
                if (
                    scales.Length != ScaleRuns.Of(document.Shape, integer.Axis!.Value, integer.GroupSize!.Value).Groups
                    || scales.Any(scale => !(scale > 0) || float.IsInfinity(scale))
                )
                    throw Wrong(document, "scales that are not positive or not as many as its groups");
                return new IntegerEncoding(integer.Kind == EncodingKind.Int8 ? 8 : 4, integer.Axis.Value, integer.GroupSize.Value, scales);
        }
    }

    private static float[] Numbers(ParameterDocument document, SafetensorsFile encodings) =>
        encodings.TryGet(document.Name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data)
        && entry.Type == SafetensorsEntry.Float32
        && entry.Shape.Count == 1
            ? MemoryMarshal.Cast<byte, float>(data.Span).ToArray()
            : throw Wrong(document, "no scales or shared numbers");

    private static ContentException Wrong(ParameterDocument document, string what) =>
        new($"the parameter '{StorageErrors.Printable(document.Name)}' has {what}.");
}
