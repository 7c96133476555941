using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>The kernels for this machine's vector registers.</summary>
internal abstract unsafe class LaneKernels
{
    /// <summary>The most outputs that the dense kernel computes at once.</summary>
    internal const int OutputsAtOnce = 4;

    /// <summary>The kernels for the widest registers that this machine has.</summary>
    internal static LaneKernels Widest { get; } =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? new LaneKernels<Lanes512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? new LaneKernels<Lanes256, Vector256<float>>()
        : new LaneKernels<Lanes128, Vector128<float>>();

    /// <summary>Numbers in a register: rows of a tile.</summary>
    internal abstract int Count { get; }

    /// <summary>One to <see cref="OutputsAtOnce"/> outputs from all weights.</summary>
    internal abstract void Dense(in LinearBlock block, int outputs);

    /// <summary>One output from the weights that are not zero.</summary>
    internal abstract void Sparse(in LinearBlock block);

    /// <summary>The greatest of each of a row of windows of registers.</summary>
    /// <param name="from">The first window's corner.</param>
    /// <param name="rowStride">From a row of the window to the next.</param>
    /// <param name="height">Rows of the window.</param>
    /// <param name="width">Registers in a row of the window.</param>
    /// <param name="step">From window to window.</param>
    /// <param name="to">Receives a register a window.</param>
    /// <param name="windows">How many there are.</param>
    internal abstract void Max(float* from, nint rowStride, int height, int width, nint step, float* to, int windows);

    /// <summary>The sum of a window of registers, times a factor.</summary>
    internal abstract void Sum(float* from, nint rowStride, int height, int width, float factor, float* to);

    /// <summary>a + b, limited.</summary>
    internal abstract void Add(float* a, float* b, float* to, int registers, float low, float high);

    /// <summary>factor · a + term, limited.</summary>
    internal abstract void Scale(float* from, float* to, int registers, float factor, float term, float low, float high);

    /// <summary>max(a, slope · a) for slopes up to 1.</summary>
    internal abstract void Leak(float* from, float* to, int registers, float slope);
}

/// <inheritdoc/>
internal sealed unsafe class LaneKernels<TLanes, TVector> : LaneKernels
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    internal override int Count => TLanes.Count;

    internal override void Dense(in LinearBlock block, int outputs) => DenseKernel<TLanes, TVector>.Run(block, outputs);

    internal override void Sparse(in LinearBlock block) => SparseKernel<TLanes, TVector>.Run(block);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Max(float* from, nint rowStride, int height, int width, nint step, float* to, int windows)
    {
        for (int window = 0; window < windows; window++, from += step, to += TLanes.Count)
        {
            TVector greatest = TLanes.Load(from);
            if (height == 2 && width == 2)
            {
                greatest = TLanes.Max(greatest, TLanes.Load(from + TLanes.Count));
                TVector below = TLanes.Max(TLanes.Load(from + rowStride), TLanes.Load(from + rowStride + TLanes.Count));
                TLanes.Store(TLanes.Max(greatest, below), to);
                continue;
            }
            float* row = from;
            for (int y = 0; y < height; y++, row += rowStride)
            {
                for (int x = 0; x < width; x++)
                    greatest = TLanes.Max(greatest, TLanes.Load(row + x * TLanes.Count));
            }
            TLanes.Store(greatest, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Sum(float* from, nint rowStride, int height, int width, float factor, float* to)
    {
        TVector sum = default;
        for (int y = 0; y < height; y++, from += rowStride)
        {
            for (int x = 0; x < width; x++)
                sum = TLanes.Add(sum, TLanes.Load(from + x * TLanes.Count));
        }
        TLanes.Store(TLanes.Multiply(sum, TLanes.Fill(factor)), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Add(float* a, float* b, float* to, int registers, float low, float high)
    {
        TVector least = TLanes.Fill(low),
            most = TLanes.Fill(high);
        for (float* end = a + (nint)registers * TLanes.Count; a < end; a += TLanes.Count, b += TLanes.Count, to += TLanes.Count)
            TLanes.Store(TLanes.Min(most, TLanes.Max(least, TLanes.Add(TLanes.Load(a), TLanes.Load(b)))), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Scale(float* from, float* to, int registers, float factor, float term, float low, float high)
    {
        TVector a = TLanes.Fill(factor),
            b = TLanes.Fill(term),
            least = TLanes.Fill(low),
            most = TLanes.Fill(high);
        for (float* end = from + (nint)registers * TLanes.Count; from < end; from += TLanes.Count, to += TLanes.Count)
            TLanes.Store(TLanes.Min(most, TLanes.Max(least, TLanes.MultiplyAdd(a, TLanes.Load(from), b))), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Leak(float* from, float* to, int registers, float slope)
    {
        TVector a = TLanes.Fill(slope);
        for (float* end = from + (nint)registers * TLanes.Count; from < end; from += TLanes.Count, to += TLanes.Count)
        {
            TVector value = TLanes.Load(from);
            TLanes.Store(TLanes.Max(TLanes.Multiply(a, value), value), to);
        }
    }
}
