using System.IO.Compression;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Collects a graph's parameters and writes them into the safetensors parts of an archive, one tensor in memory at a time.</summary>
internal sealed class ParameterWriter
{
    private readonly SafetensorsWriter _weights = new();
    private readonly SafetensorsWriter _positions = new();
    private readonly SafetensorsWriter _masks = new();
    private CancellationToken _cancellation;

    /// <summary>Adds a parameter and tells how it will be stored: packed exactly where <see cref="NetworkSize.PackedTensorBytes"/> says that this is smaller.</summary>
    internal ParameterDocument Add(GraphParameter parameter)
    {
        long elements = parameter.ElementCount;
        long nonzero = WithValues(parameter.Value, values => BitPacking.CountBits(BitPacking.Bits(values)));
        bool isPacked = NetworkSize.PackedTensorBytes(elements, nonzero) < elements * sizeof(float);
        if (isPacked)
        {
            _weights.Add(parameter.Name, SafetensorsEntry.Of(SafetensorsEntry.Float32, nonzero),
                stream => Write(parameter.Value, stream, values => MemoryMarshal.AsBytes(BitPacking.Nonzero(values, (int)nonzero).AsSpan())));
            _positions.Add(parameter.Name, SafetensorsEntry.Of(SafetensorsEntry.UInt8, BitPacking.BitBytes(elements)),
                stream => Write(parameter.Value, stream, values => BitPacking.Bits(values)));
        }
        else
        {
            _weights.Add(parameter.Name, SafetensorsEntry.Of(SafetensorsEntry.Float32, parameter.Shape),
                stream => Write(parameter.Value, stream, values => MemoryMarshal.AsBytes(values)));
        }
        return new ParameterDocument(parameter.Name, parameter.Shape, parameter.IsTrainable,
            isPacked ? TensorPacking.Packed : TensorPacking.Dense, AddMask(parameter));
    }

    /// <summary>Writes the parts; a part without tensors is left out. Positions and masks are compressed further, numbers are not.</summary>
    internal void WriteTo(ArchiveWriter archive, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        archive.Add(PartNames.Weights, CompressionLevel.NoCompression, _weights.WriteTo);
        if (!_positions.IsEmpty)
            archive.Add(PartNames.Positions, CompressionLevel.Optimal, _positions.WriteTo);
        if (!_masks.IsEmpty)
            archive.Add(PartNames.Masks, CompressionLevel.Optimal, _masks.WriteTo);
    }

    private MaskStorage AddMask(GraphParameter parameter)
    {
        if (parameter.Mask is not { } mask)
            return MaskStorage.None;
        byte[] bits = WithValues(mask, values => BitPacking.Bits(values));
        if (WithValues(parameter.Value, values => BitPacking.Bits(values)).AsSpan().SequenceEqual(bits))
            return MaskStorage.Zeros;
        _masks.Add(parameter.Name, SafetensorsEntry.Of(SafetensorsEntry.UInt8, bits.Length),
            stream => Write(mask, stream, values => BitPacking.Bits(values)));
        return MaskStorage.Stored;
    }

    private void Write(Tensor tensor, Stream stream, Encoder encode)
    {
        _cancellation.ThrowIfCancellationRequested();
        WithValues(tensor, values =>
        {
            stream.Write(encode(values));
            return 0;
        });
    }

    private static T WithValues<T>(Tensor tensor, Reader<T> read)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Tensor plain = tensor.detach().to_type(ScalarType.Float32).cpu().contiguous();
        T result = read(MemoryMarshal.Cast<byte, float>(plain.bytes));
        GC.KeepAlive(plain);
        return result;
    }

    private delegate T Reader<out T>(ReadOnlySpan<float> values);

    private delegate ReadOnlySpan<byte> Encoder(ReadOnlySpan<float> values);
}
