using System.IO.Compression;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Tensors;
using TorchSharp;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>
/// Packs a graph's parameters and writes them into the safetensors parts of an archive; numbers that are stored as they are stay in their
/// tensors until then.
/// </summary>
internal sealed class ParameterWriter
{
    private readonly SafetensorsWriter _weights = new();
    private readonly SafetensorsWriter _positions = new();
    private readonly SafetensorsWriter _encodings = new();
    private readonly SafetensorsWriter _masks = new();
    private CancellationToken _cancellation;

    /// <summary>Adds a parameter in its smallest form and tells which that is.</summary>
    internal ParameterDocument Add(GraphParameter parameter)
    {
        if (parameter.IsConstant)
            return AddConstant(parameter);
        PackedTensor packed = ParameterPacking.Of(parameter);
        AddNumbers(parameter, packed);
        if (packed.Positions is not null)
            AddBytes(_positions, parameter.Name, packed.PositionData);
        if (packed.Encoding is IntegerEncoding or CodebookEncoding)
        {
            float[] table = [.. packed.Coding!.Table];
            _encodings.Add(parameter.Name, SafetensorsEntry.Of(SafetensorsEntry.Float32, table.Length), stream =>
                stream.Write(MemoryMarshal.AsBytes(table.AsSpan()))
            );
        }
        (MaskStorage mask, string? maskPositions) = AddMask(parameter);
        return new ParameterDocument(
            parameter.Name,
            parameter.Shape,
            parameter.IsTrainable,
            packed.Positions is null ? TensorPacking.Dense : TensorPacking.Packed,
            mask
        )
        {
            Encoding = EncodingDocuments.Of(packed.Encoding),
            IsCoded = packed.IsCoded ? true : null,
            Positions = NameOf(packed.Positions),
            MaskPositions = maskPositions,
        };
    }

    /// <summary>Writes the parts; a part without tensors is left out.</summary>
    internal void WriteTo(ArchiveWriter archive, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        archive.Add(PartNames.Weights, CompressionLevel.NoCompression, _weights.WriteTo);
        if (!_positions.IsEmpty)
            archive.Add(PartNames.Positions, CompressionLevel.Optimal, _positions.WriteTo);
        if (!_encodings.IsEmpty)
            archive.Add(PartNames.Encodings, CompressionLevel.Optimal, _encodings.WriteTo);
        if (!_masks.IsEmpty)
            archive.Add(PartNames.Masks, CompressionLevel.Optimal, _masks.WriteTo);
    }

    private ParameterDocument AddConstant(GraphParameter parameter)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Add(
            _weights,
            parameter.Name,
            SafetensorsEntry.Of(EncodingDocuments.NameOf(parameter.Value.dtype), parameter.Shape),
            parameter.Value.cpu().contiguous().bytes.ToArray()
        );
        return new ParameterDocument(parameter.Name, parameter.Shape, false, TensorPacking.Dense, MaskStorage.None)
        {
            Type = (int)ElementTypes.NumberOf(parameter.Value.dtype),
        };
    }

    private void AddNumbers(GraphParameter parameter, PackedTensor packed)
    {
        if (packed.Numbers is not { } numbers)
        {
            _weights.Add(parameter.Name, SafetensorsEntry.Of(SafetensorsEntry.Float32, parameter.Shape), stream =>
            {
                _cancellation.ThrowIfCancellationRequested();
                ParameterPacking.Read(parameter.Value, values =>
                {
                    stream.Write(MemoryMarshal.AsBytes(values));
                    return 0;
                });
            });
            return;
        }
        int bits = packed.Coding?.PlainBits ?? 32;
        if (packed.IsCoded || bits < 8)
            AddBytes(_weights, parameter.Name, numbers);
        else
            Add(
                _weights,
                parameter.Name,
                SafetensorsEntry.Of(
                    EncodingDocuments.PlainType(packed.Encoding, bits),
                    packed.Positions is null ? parameter.Shape : [packed.Count]
                ),
                numbers
            );
    }

    /// <summary>A mask follows from the zeros but where pruning left a zero, or quantization made one.</summary>
    private (MaskStorage Storage, string? Positions) AddMask(GraphParameter parameter)
    {
        if (parameter.Mask is not { } mask)
            return (MaskStorage.None, null);
        byte[] bits = ParameterPacking.Read(mask, values => BitPacking.Bits(values));
        byte[] nonzero = ParameterPacking.Read(parameter.Value, values => BitPacking.Bits(values));
        if (nonzero.AsSpan().SequenceEqual(bits))
            return (MaskStorage.Zeros, null);
        for (int i = 0; i < bits.Length; i++)
            bits[i] ^= nonzero[i];
        (PositionCoding coding, byte[] data) = PositionCodingCatalog.Smallest(bits, PositionShape.Of(parameter.Shape));
        AddBytes(_masks, parameter.Name, data);
        return (MaskStorage.Differences, NameOf(coding));
    }

    private static string? NameOf(PositionCoding? coding) => coding is null || coding == PositionCodingCatalog.All[0] ? null : coding.Name;

    private void AddBytes(SafetensorsWriter part, string name, byte[] bytes) =>
        Add(part, name, SafetensorsEntry.Of(SafetensorsEntry.UInt8, bytes.Length), bytes);

    private void Add(SafetensorsWriter part, string name, SafetensorsEntry entry, byte[] bytes) => part.Add(name, entry, stream =>
        {
            _cancellation.ThrowIfCancellationRequested();
            stream.Write(bytes);
        });
}
