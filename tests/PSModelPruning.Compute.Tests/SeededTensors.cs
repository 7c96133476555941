using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests;

/// <summary>Random tensors (float32) that are the same in every run.</summary>
internal static class SeededTensors
{
    /// <summary>Numbers from 0 to 1.</summary>
    internal static Tensor Uniform(int seed, long[] shape)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return rand(shape, generator: generator);
    }

    /// <summary>Numbers of mean 0 and variance 1.</summary>
    internal static Tensor Normal(int seed, long[] shape)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return randn(shape, generator: generator);
    }
}
