using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// The product of the weights that are not zero: one output at up to 8 positions stays in registers while its packed row passes. Where
/// there are few positions, neighbouring weights add up in registers of their own, so that none waits for the other.
/// </summary>
internal static unsafe class SparseKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Positions = 8;

    /// <param name="block">What to compute: one output.</param>
    internal static void Run(in LinearBlock block)
    {
        int blocks = block.Positions / Positions,
            rest = block.Positions % Positions;
        for (int row = 0; row < block.Rows; row++)
        {
            if (blocks > 0)
                Run<Eight>(block, row, 0, blocks);
            switch (rest)
            {
                case 1:
                    Run<One>(block, row, blocks * Positions, 1);
                    break;
                case 2:
                    Run<Two>(block, row, blocks * Positions, 1);
                    break;
                case 3:
                    Run<Three>(block, row, blocks * Positions, 1);
                    break;
                case 4:
                    Run<Four>(block, row, blocks * Positions, 1);
                    break;
                case 5:
                    Run<Five>(block, row, blocks * Positions, 1);
                    break;
                case 6:
                    Run<Six>(block, row, blocks * Positions, 1);
                    break;
                case 7:
                    Run<Seven>(block, row, blocks * Positions, 1);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TPositions>(in LinearBlock block, int row, int position, int blocks)
        where TPositions : struct, ICount
    {
        nint step = block.InputStep;
        SparseTap* end = block.Taps + block.TapCount;
        float* input = block.Input + row * block.InputRow + position * step;
        float* output = block.Output + row * block.OutputRow + position * block.OutputStep;
        float* residual = block.Residual is null ? null : block.Residual + row * block.ResidualRow + position * block.ResidualStep;
        TVector low = TLanes.Fill(block.Low),
            high = TLanes.Fill(block.High);
        for (int i = 0; i < blocks; i++)
        {
            TVector s0 = TLanes.Fill(*block.Bias),
                s1 = s0,
                s2 = s0,
                s3 = s0,
                s4 = s0,
                s5 = s0,
                s6 = s0,
                s7 = s0;
            TVector t0 = default,
                t1 = default,
                t2 = default,
                t3 = default;
            SparseTap* tap = block.Taps;
            if (TPositions.Value <= 4)
            {
                for (; tap + 1 < end; tap += 2)
                {
                    TVector w = TLanes.Fill(tap->Weight),
                        v = TLanes.Fill(tap[1].Weight);
                    float* from = input + tap->Offset;
                    float* other = input + tap[1].Offset;
                    s0 = TLanes.MultiplyAdd(w, TLanes.Load(from), s0);
                    t0 = TLanes.MultiplyAdd(v, TLanes.Load(other), t0);
                    if (TPositions.Value > 1)
                    {
                        s1 = TLanes.MultiplyAdd(w, TLanes.Load(from + step), s1);
                        t1 = TLanes.MultiplyAdd(v, TLanes.Load(other + step), t1);
                    }
                    if (TPositions.Value > 2)
                    {
                        s2 = TLanes.MultiplyAdd(w, TLanes.Load(from + 2 * step), s2);
                        t2 = TLanes.MultiplyAdd(v, TLanes.Load(other + 2 * step), t2);
                    }
                    if (TPositions.Value > 3)
                    {
                        s3 = TLanes.MultiplyAdd(w, TLanes.Load(from + 3 * step), s3);
                        t3 = TLanes.MultiplyAdd(v, TLanes.Load(other + 3 * step), t3);
                    }
                }
            }
            for (; tap < end; tap++)
            {
                TVector w = TLanes.Fill(tap->Weight);
                float* from = input + tap->Offset;
                s0 = TLanes.MultiplyAdd(w, TLanes.Load(from), s0);
                if (TPositions.Value > 1)
                    s1 = TLanes.MultiplyAdd(w, TLanes.Load(from + step), s1);
                if (TPositions.Value > 2)
                    s2 = TLanes.MultiplyAdd(w, TLanes.Load(from + 2 * step), s2);
                if (TPositions.Value > 3)
                    s3 = TLanes.MultiplyAdd(w, TLanes.Load(from + 3 * step), s3);
                if (TPositions.Value > 4)
                    s4 = TLanes.MultiplyAdd(w, TLanes.Load(from + 4 * step), s4);
                if (TPositions.Value > 5)
                    s5 = TLanes.MultiplyAdd(w, TLanes.Load(from + 5 * step), s5);
                if (TPositions.Value > 6)
                    s6 = TLanes.MultiplyAdd(w, TLanes.Load(from + 6 * step), s6);
                if (TPositions.Value > 7)
                    s7 = TLanes.MultiplyAdd(w, TLanes.Load(from + 7 * step), s7);
            }
            if (TPositions.Value <= 4)
            {
                s0 = TLanes.Add(s0, t0);
                s1 = TLanes.Add(s1, t1);
                s2 = TLanes.Add(s2, t2);
                s3 = TLanes.Add(s3, t3);
            }
            if (residual is not null)
            {
                s0 = TLanes.Add(s0, TLanes.Load(residual));
                if (TPositions.Value > 1)
                    s1 = TLanes.Add(s1, TLanes.Load(residual + block.ResidualStep));
                if (TPositions.Value > 2)
                    s2 = TLanes.Add(s2, TLanes.Load(residual + 2 * block.ResidualStep));
                if (TPositions.Value > 3)
                    s3 = TLanes.Add(s3, TLanes.Load(residual + 3 * block.ResidualStep));
                if (TPositions.Value > 4)
                    s4 = TLanes.Add(s4, TLanes.Load(residual + 4 * block.ResidualStep));
                if (TPositions.Value > 5)
                    s5 = TLanes.Add(s5, TLanes.Load(residual + 5 * block.ResidualStep));
                if (TPositions.Value > 6)
                    s6 = TLanes.Add(s6, TLanes.Load(residual + 6 * block.ResidualStep));
                if (TPositions.Value > 7)
                    s7 = TLanes.Add(s7, TLanes.Load(residual + 7 * block.ResidualStep));
                residual += TPositions.Value * block.ResidualStep;
            }
            TLanes.Store(TLanes.Min(high, TLanes.Max(low, s0)), output);
            if (TPositions.Value > 1)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s1)), output + block.OutputStep);
            if (TPositions.Value > 2)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s2)), output + 2 * block.OutputStep);
            if (TPositions.Value > 3)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s3)), output + 3 * block.OutputStep);
            if (TPositions.Value > 4)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s4)), output + 4 * block.OutputStep);
            if (TPositions.Value > 5)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s5)), output + 5 * block.OutputStep);
            if (TPositions.Value > 6)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s6)), output + 6 * block.OutputStep);
            if (TPositions.Value > 7)
                TLanes.Store(TLanes.Min(high, TLanes.Max(low, s7)), output + 7 * block.OutputStep);
            input += TPositions.Value * step;
            output += TPositions.Value * block.OutputStep;
        }
    }
}
