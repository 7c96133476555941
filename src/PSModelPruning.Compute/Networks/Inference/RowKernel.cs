using System.Numerics;
using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>Inner products for a single row of a batch, where there are no neighbouring rows to fill vector registers with.</summary>
internal static unsafe class RowKernel
{
    /// <summary>Σ weight · input over the weights that are not zero, in four sums of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Sparse(SparseTap* taps, int count, float* input)
    {
        float s0 = 0,
            s1 = 0,
            s2 = 0,
            s3 = 0;
        SparseTap* end = taps + count;
        for (; taps + 4 <= end; taps += 4)
        {
            s0 += taps[0].Weight * input[taps[0].Offset];
            s1 += taps[1].Weight * input[taps[1].Offset];
            s2 += taps[2].Weight * input[taps[2].Offset];
            s3 += taps[3].Weight * input[taps[3].Offset];
        }
        for (; taps < end; taps++)
            s0 += taps->Weight * input[taps->Offset];
        return s0 + s1 + (s2 + s3);
    }

    /// <summary>Σ weight · input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Dense(float* weights, float* input, int count)
    {
        int i = 0;
        Vector<float> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default;
        for (; i + 4 * Vector<float>.Count <= count; i += 4 * Vector<float>.Count)
        {
            s0 += Vector.Load(weights + i) * Vector.Load(input + i);
            s1 += Vector.Load(weights + i + Vector<float>.Count) * Vector.Load(input + i + Vector<float>.Count);
            s2 += Vector.Load(weights + i + 2 * Vector<float>.Count) * Vector.Load(input + i + 2 * Vector<float>.Count);
            s3 += Vector.Load(weights + i + 3 * Vector<float>.Count) * Vector.Load(input + i + 3 * Vector<float>.Count);
        }
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            s0 += Vector.Load(weights + i) * Vector.Load(input + i);
        float sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (; i < count; i++)
            sum += weights[i] * input[i];
        return sum;
    }
}
