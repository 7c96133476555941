using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Tensors;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Makes a graph's parameters from the safetensors parts of a model file.</summary>
internal static class ParameterReader
{
    /// <summary>Reads all parameters; every tensor of the parts must belong to one.</summary>
    /// <param name="documents">The parameters, whose shapes were checked.</param>
    /// <param name="parts">The verified parts.</param>
    /// <param name="cancellation">Looked at between tensors.</param>
    /// <exception cref="FormatException">A tensor is missing, left over or does not fit.</exception>
    internal static List<GraphParameter> Read(IReadOnlyList<ParameterDocument> documents, ArchiveParts parts, CancellationToken cancellation)
    {
        SafetensorsFile weights = SafetensorsFile.Parse(parts.Bytes(PartNames.Weights));
        SafetensorsFile positions = Optional(parts, PartNames.Positions);
        SafetensorsFile masks = Optional(parts, PartNames.Masks);
        CheckNames(weights, documents.Select(d => d.Name), PartNames.Weights);
        CheckNames(positions, documents.Where(d => d.Packing == TensorPacking.Packed).Select(d => d.Name), PartNames.Positions);
        CheckNames(masks, documents.Where(d => d.Mask == MaskStorage.Stored).Select(d => d.Name), PartNames.Masks);
        CheckMemory(documents, parts.File);
        var parameters = new List<GraphParameter>();
        try
        {
            foreach (ParameterDocument document in documents)
            {
                cancellation.ThrowIfCancellationRequested();
                Tensor value = document.Packing == TensorPacking.Packed ? Unpack(document, weights, positions) : Dense(document, weights);
                var parameter = new GraphParameter(document.Name, value, document.IsTrainable);
                parameters.Add(parameter);
                parameter.SetMask(Mask(document, value, masks));
            }
            return parameters;
        }
        catch
        {
            parameters.ForEach(parameter => parameter.Dispose());
            throw;
        }
    }

    private static SafetensorsFile Optional(ArchiveParts parts, string name) =>
        parts.Has(name) ? SafetensorsFile.Parse(parts.Bytes(name)) : SafetensorsFile.Empty;

    private static void CheckNames(SafetensorsFile file, IEnumerable<string> expected, string part)
    {
        if (!file.Names.ToHashSet(StringComparer.Ordinal).SetEquals(expected))
            throw new FormatException($"the tensors of '{part}' are not those of the graph.");
    }

    /// <summary>A packed tensor of zeros takes next to nothing in the file, so what unpacking takes is bounded by what the machine has.</summary>
    private static void CheckMemory(IReadOnlyList<ParameterDocument> documents, string file)
    {
        long bytes = documents.Sum(d => Count(d) * sizeof(float) * (d.Mask == MaskStorage.None ? 1 : 2));
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2)
            throw StorageErrors.TooLarge(file, $"its tensors would take {bytes / 1_000_000:N0} MB, more than half of this machine's memory.");
    }

    private static Tensor Dense(ParameterDocument document, SafetensorsFile weights)
    {
        ReadOnlyMemory<byte> data = Data(weights, document.Name, SafetensorsEntry.Float32, document.Shape);
        Tensor value = Zeros(document);
        data.Span.CopyTo(value.bytes);
        return value;
    }

    private static Tensor Unpack(ParameterDocument document, SafetensorsFile weights, SafetensorsFile positions)
    {
        ReadOnlySpan<byte> bits = Bits(document, positions);
        long nonzero = BitPacking.CountBits(bits);
        ReadOnlyMemory<byte> data = Data(weights, document.Name, SafetensorsEntry.Float32, [nonzero]);
        Tensor value = Zeros(document);
        float[] packed = new float[nonzero];
        data.Span.CopyTo(MemoryMarshal.AsBytes(packed.AsSpan()));
        BitPacking.Unpack(bits, packed, MemoryMarshal.Cast<byte, float>(value.bytes));
        return value;
    }

    private static Tensor? Mask(ParameterDocument document, Tensor value, SafetensorsFile masks)
    {
        if (document.Mask == MaskStorage.None)
            return null;
        if (document.Mask == MaskStorage.Zeros)
            return value.ne(Number.Of(0)).to_type(ScalarType.Float32);
        ReadOnlySpan<byte> bits = Bits(document, masks);
        Tensor mask = Zeros(document);
        BitPacking.Unpack(bits, MemoryMarshal.Cast<byte, float>(mask.bytes));
        return mask;
    }

    private static ReadOnlySpan<byte> Bits(ParameterDocument document, SafetensorsFile file)
    {
        long elements = Count(document);
        ReadOnlySpan<byte> bits = Data(file, document.Name, SafetensorsEntry.UInt8, [BitPacking.BitBytes(elements)]).Span;
        return BitPacking.IsTailClear(bits, elements) ? bits : throw new FormatException($"the bits of '{StorageErrors.Printable(document.Name)}' reach beyond its end.");
    }

    private static ReadOnlyMemory<byte> Data(SafetensorsFile file, string name, string type, IReadOnlyList<long> shape) =>
        file.TryGet(name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data) && entry.Type == type && entry.Shape.SequenceEqual(shape)
            ? data
            : throw new FormatException($"the tensor '{StorageErrors.Printable(name)}' does not have the type or shape that the graph says.");

    private static Tensor Zeros(ParameterDocument document) => zeros([.. document.Shape], ScalarType.Float32);

    private static long Count(ParameterDocument document) => document.Shape.Aggregate(1L, (product, size) => product * size);
}
