using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Tensors;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Makes a graph's parameters from the safetensors parts of a model file.</summary>
internal sealed class ParameterReader
{
    private readonly SafetensorsFile _weights;
    private readonly SafetensorsFile _positions;
    private readonly SafetensorsFile _encodings;
    private readonly SafetensorsFile _masks;
    private readonly CancellationToken _cancellation;

    private ParameterReader(ArchiveParts parts, CancellationToken cancellation)
    {
        _weights = SafetensorsFile.Parse(parts.Bytes(PartNames.Weights));
        _positions = Optional(parts, PartNames.Positions);
        _encodings = Optional(parts, PartNames.Encodings);
        _masks = Optional(parts, PartNames.Masks);
        _cancellation = cancellation;
    }

    /// <summary>Reads all parameters; every tensor of the parts must belong to one.</summary>
    /// <param name="documents">The parameters, whose shapes and encodings were checked.</param>
    /// <param name="parts">The verified parts.</param>
    /// <param name="cancellation">Looked at between tensors, and within those that are entropy-coded.</param>
    /// <exception cref="ContentException">A tensor is missing, left over or does not fit.</exception>
    internal static List<GraphParameter> Read(
        IReadOnlyList<ParameterDocument> documents,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        var reader = new ParameterReader(parts, cancellation);
        reader.CheckNames(documents);
        CheckMemory(documents, parts.File);
        var parameters = new List<GraphParameter>();
        try
        {
            foreach (ParameterDocument document in documents)
                parameters.Add(reader.Read(document));
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

    private void CheckNames(IReadOnlyList<ParameterDocument> documents)
    {
        Check(_weights, documents, PartNames.Weights);
        Check(_positions, documents.Where(d => d.Packing == TensorPacking.Packed), PartNames.Positions);
        Check(
            _encodings,
            documents.Where(d => d.Encoding?.Kind is EncodingKind.Int8 or EncodingKind.Int4 or EncodingKind.Codebook),
            PartNames.Encodings
        );
        Check(_masks, documents.Where(d => d.Mask is MaskStorage.Stored or MaskStorage.Differences), PartNames.Masks);

        static void Check(SafetensorsFile file, IEnumerable<ParameterDocument> expected, string part)
        {
            if (!file.Names.ToHashSet(StringComparer.Ordinal).SetEquals(expected.Select(document => document.Name)))
                throw new ContentException($"the tensors of '{part}' are not those of the graph.");
        }
    }

    /// <summary>
    /// A packed tensor of zeros takes next to nothing in the file, so what unpacking takes is bounded by what the machine has.
    /// </summary>
    private static void CheckMemory(IReadOnlyList<ParameterDocument> documents, string file)
    {
        long bytes = documents.Sum(d =>
            Count(d)
            * (
                (d.Type is null ? sizeof(float) : sizeof(long)) * (d.Mask == MaskStorage.None ? 1 : 2)
                + (d.Encoding is null ? 0 : sizeof(ushort))
            )
        );
        if (MemoryBudget.IsTooMuch(bytes))
            throw StorageErrors.TooLarge(
                file,
                FormattableString.Invariant($"its tensors would take {bytes / 1_000_000:N0} MB, more than half of the memory that is free.")
            );
    }

    private GraphParameter Read(ParameterDocument document)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (document.Type is { } number)
            return Constant(document, ElementTypes.Get(number));
        Tensor value = zeros([.. document.Shape], ScalarType.Float32);
        var parameter = new GraphParameter(document.Name, value, document.IsTrainable)
        {
            Encoding = EncodingDocuments.ToEncoding(document, _encodings),
        };
        try
        {
            Span<float> numbers = MemoryMarshal.Cast<byte, float>(value.bytes);
            if (parameter.Encoding is { } encoding)
                Decode(document, encoding, numbers);
            else if (document.Packing == TensorPacking.Packed)
                Unpack(document, numbers);
            else
                Data(_weights, document, SafetensorsEntry.Float32, document.Shape).Span.CopyTo(MemoryMarshal.AsBytes(numbers));
            StoredNumbers.CheckFinite<float>(numbers, document.Name, PartNames.Weights);
            parameter.SetMask(Mask(document, value));
            return parameter;
        }
        catch
        {
            parameter.Dispose();
            throw;
        }
    }

    private GraphParameter Constant(ParameterDocument document, ScalarType type)
    {
        ReadOnlyMemory<byte> data = Data(_weights, document, EncodingDocuments.NameOf(type), document.Shape);
        Tensor value = zeros([.. document.Shape], type);
        data.Span.CopyTo(value.bytes);
        if (type == ScalarType.Float64)
            StoredNumbers.CheckFinite(MemoryMarshal.Cast<byte, double>(data.Span), document.Name, PartNames.Weights);
        return new GraphParameter(document.Name, value, false);
    }

    private void Unpack(ParameterDocument document, Span<float> numbers)
    {
        byte[] bits = Positions(document, _positions, document.Positions);
        ReadOnlyMemory<byte> data = Data(_weights, document, SafetensorsEntry.Float32, [BitPacking.CountBits(bits)]);
        BitPacking.Unpack<float>(bits, MemoryMarshal.Cast<byte, float>(data.Span), numbers);
    }

    private void Decode(ParameterDocument document, WeightEncoding encoding, Span<float> numbers)
    {
        NumberCoding coding = NumberCoding.Of(encoding, document.Shape);
        var codes = new ushort[numbers.Length];
        if (document.Packing == TensorPacking.Packed)
        {
            byte[] bits = Positions(document, _positions, document.Positions);
            var nonzero = new ushort[BitPacking.CountBits(bits)];
            Codes(document, encoding, coding, [nonzero.Length], nonzero);
            codes.AsSpan().Fill(coding.Zero);
            BitPacking.Unpack<ushort>(bits, nonzero, codes);
        }
        else
        {
            Codes(document, encoding, coding, document.Shape, codes);
        }
        coding.Decode(codes, numbers);
    }

    private void Codes(
        ParameterDocument document,
        WeightEncoding encoding,
        NumberCoding coding,
        IReadOnlyList<long> shape,
        Span<ushort> codes
    )
    {
        if (document.IsCoded == true)
        {
            if (
                !coding.IsSymbol
                || !_weights.TryGet(document.Name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> message)
                || entry.Type != SafetensorsEntry.UInt8
            )
                throw Mismatch(document);
            SymbolCoder.Decode(message.Span, coding.Alphabet, codes);
            return;
        }
        IReadOnlyList<long> stored = coding.PlainBits < 8 ? [coding.PlainBytes(codes.Length)] : shape;
        coding.FromBytes(Data(_weights, document, EncodingDocuments.PlainType(encoding, coding.PlainBits), stored).Span, codes);
    }

    private Tensor? Mask(ParameterDocument document, Tensor value)
    {
        if (document.Mask == MaskStorage.None)
            return null;
        byte[] bits = BitPacking.Bits(MemoryMarshal.Cast<byte, float>(value.bytes));
        if (document.Mask != MaskStorage.Zeros)
        {
            byte[] stored = Positions(document, _masks, document.MaskPositions);
            for (int i = 0; i < bits.Length; i++)
                bits[i] = (byte)(stored[i] ^ (document.Mask == MaskStorage.Differences ? bits[i] : 0));
        }
        Tensor mask = zeros([.. document.Shape], ScalarType.Float32);
        BitPacking.Unpack(bits, MemoryMarshal.Cast<byte, float>(mask.bytes));
        return mask;
    }

    private byte[] Positions(ParameterDocument document, SafetensorsFile file, string? coding)
    {
        if (
            !file.TryGet(document.Name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data)
            || entry.Type != SafetensorsEntry.UInt8
            || entry.Shape.Count != 1
        )
            throw Mismatch(document);
        return PositionCodingCatalog.Find(coding)!.Decode(data.Span, PositionShape.Of(document.Shape), _cancellation);
    }

    private static ReadOnlyMemory<byte> Data(SafetensorsFile file, ParameterDocument document, string type, IReadOnlyList<long> shape) =>
        file.TryGet(document.Name, out SafetensorsEntry entry, out ReadOnlyMemory<byte> data)
        && entry.Type == type
        && entry.Shape.SequenceEqual(shape)
            ? data
            : throw Mismatch(document);

    private static ContentException Mismatch(ParameterDocument document) =>
        new($"the tensor '{StorageErrors.Printable(document.Name)}' does not have the type or shape that the graph says.");

    private static long Count(ParameterDocument document) => document.Shape.Aggregate(1L, (product, size) => product * size);
}
