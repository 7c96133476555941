using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>Brings rows of a batch into the lanes of a tile and back: a transposition.</summary>
internal static unsafe class LaneTransfer
{
    private const int Square = 8;

    /// <summary>Fills a tile's value; lanes without a row become zeros.</summary>
    internal static void Load(float* from, int rows, float* to, LaneValue value, int lanes)
    {
        if (!value.HasBorder)
        {
            Transpose(from, value.Features, rows, value.Features, to, lanes);
            return;
        }
        for (int channel = 0; channel < value.Channels; channel++)
        {
            for (int y = 0; y < value.Height; y++)
                Transpose(
                    from + (channel * value.Height + y) * value.Width,
                    value.Features,
                    rows,
                    value.Width,
                    to + (nint)value.Place(channel, y, 0) * lanes,
                    lanes
                );
        }
    }

    /// <summary>Writes a tile's value as rows.</summary>
    internal static void Store(float* from, LaneValue value, int lanes, float* to, int rows)
    {
        for (int feature = 0; feature < value.Features; feature++)
        {
            float* source = from + (nint)value.Place(feature) * lanes;
            for (int row = 0; row < rows; row++)
                to[(nint)row * value.Features + feature] = source[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, nint stride, int rows, int count, float* to, int lanes)
    {
        int done = 0;
        if (Avx.IsSupported && lanes % Square == 0 && rows == lanes)
        {
            for (; done + Square <= count; done += Square)
            {
                for (int lane = 0; lane < lanes; lane += Square)
                    TransposeSquare(from + lane * stride + done, stride, to + done * lanes + lane, lanes);
            }
        }
        for (; done < count; done++)
        {
            float* target = to + done * lanes;
            int lane = 0;
            for (; lane < rows; lane++)
                target[lane] = from[lane * stride + done];
            for (; lane < lanes; lane++)
                target[lane] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(float* from, nint stride, float* to, nint step)
    {
        Vector256<float> r0 = Vector256.Load(from),
            r1 = Vector256.Load(from + stride),
            r2 = Vector256.Load(from + 2 * stride),
            r3 = Vector256.Load(from + 3 * stride);
        from += 4 * stride;
        Vector256<float> r4 = Vector256.Load(from),
            r5 = Vector256.Load(from + stride),
            r6 = Vector256.Load(from + 2 * stride),
            r7 = Vector256.Load(from + 3 * stride);
        // Pairs, then fours, then halves change places.
        Vector256<float> p0 = Avx.UnpackLow(r0, r1),
            p1 = Avx.UnpackHigh(r0, r1),
            p2 = Avx.UnpackLow(r2, r3),
            p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5),
            p5 = Avx.UnpackHigh(r4, r5),
            p6 = Avx.UnpackLow(r6, r7),
            p7 = Avx.UnpackHigh(r6, r7);
        const byte low = 0x44,
            high = 0xEE;
        Vector256<float> q0 = Avx.Shuffle(p0, p2, low),
            q1 = Avx.Shuffle(p0, p2, high),
            q2 = Avx.Shuffle(p1, p3, low),
            q3 = Avx.Shuffle(p1, p3, high);
        Vector256<float> q4 = Avx.Shuffle(p4, p6, low),
            q5 = Avx.Shuffle(p4, p6, high),
            q6 = Avx.Shuffle(p5, p7, low),
            q7 = Avx.Shuffle(p5, p7, high);
        Avx.Permute2x128(q0, q4, 0x20).Store(to);
        Avx.Permute2x128(q1, q5, 0x20).Store(to + step);
        Avx.Permute2x128(q2, q6, 0x20).Store(to + 2 * step);
        Avx.Permute2x128(q3, q7, 0x20).Store(to + 3 * step);
        to += 4 * step;
        Avx.Permute2x128(q0, q4, 0x31).Store(to);
        Avx.Permute2x128(q1, q5, 0x31).Store(to + step);
        Avx.Permute2x128(q2, q6, 0x31).Store(to + 2 * step);
        Avx.Permute2x128(q3, q7, 0x31).Store(to + 3 * step);
    }
}
