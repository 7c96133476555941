using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>Packs the tensors of parameters.</summary>
internal static class ParameterPacking
{
    /// <summary>What is made of numbers in row-major order.</summary>
    internal delegate T Reader<out T>(ReadOnlySpan<float> values);

    /// <summary>The smallest form of a parameter's numbers.</summary>
    internal static PackedTensor Of(GraphParameter parameter) =>
        Read(parameter.Value, values => PackedTensor.Of(values, parameter.Shape, parameter.Encoding));

    /// <summary>The bytes of a parameter in the model file.</summary>
    internal static long Bytes(GraphParameter parameter) =>
        parameter.IsConstant ? parameter.ElementCount * parameter.Value.element_size() : Of(parameter).Bytes;

    /// <summary>Hands a tensor's numbers out.</summary>
    internal static T Read<T>(Tensor tensor, Reader<T> read)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Tensor plain = tensor.detach().to_type(ScalarType.Float32).cpu().contiguous();
        T result = read(MemoryMarshal.Cast<byte, float>(plain.bytes));
        GC.KeepAlive(plain);
        return result;
    }
}
