using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>
/// The product of all weights: a block of up to 4 outputs × 4 positions stays in registers while the taps pass, so that every input that is
/// loaded serves 4 outputs and every weight 4 positions.
/// </summary>
internal static unsafe class DenseKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The most outputs of a block.</summary>
    internal const int Outputs = 4;

    private const int Positions = 4;

    /// <param name="block">What to compute.</param>
    /// <param name="outputs">Outputs of the block, 1 to 4.</param>
    internal static void Run(in LinearBlock block, int outputs)
    {
        switch (outputs)
        {
            case 1:
                Run<One>(block);
                break;
            case 2:
                Run<Two>(block);
                break;
            case 3:
                Run<Three>(block);
                break;
            default:
                Run<Four>(block);
                break;
        }
    }

    private static void Run<TOutputs>(in LinearBlock block)
        where TOutputs : struct, ICount
    {
        int blocks = block.Positions / Positions,
            rest = block.Positions % Positions;
        for (int row = 0; row < block.Rows; row++)
        {
            if (blocks > 0)
                Run<TOutputs, Four>(block, row, 0, blocks);
            switch (rest)
            {
                case 1:
                    Run<TOutputs, One>(block, row, blocks * Positions, 1);
                    break;
                case 2:
                    Run<TOutputs, Two>(block, row, blocks * Positions, 1);
                    break;
                case 3:
                    Run<TOutputs, Three>(block, row, blocks * Positions, 1);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOutputs, TPositions>(in LinearBlock block, int row, int position, int blocks)
        where TOutputs : struct, ICount
        where TPositions : struct, ICount
    {
        nint step = block.InputStep;
        int taps = block.TapCount;
        int* offsets = block.Offsets;
        float* input = block.Input + row * block.InputRow + position * step;
        float* output = block.Output + row * block.OutputRow + position * block.OutputStep;
        float* residual = block.Residual is null ? null : block.Residual + row * block.ResidualRow + position * block.ResidualStep;
        for (int i = 0; i < blocks; i++)
        {
            TVector s00 = TLanes.Fill(block.Bias[0]),
                s01 = s00,
                s02 = s00,
                s03 = s00;
            TVector s10 = TOutputs.Value > 1 ? TLanes.Fill(block.Bias[1]) : default,
                s11 = s10,
                s12 = s10,
                s13 = s10;
            TVector s20 = TOutputs.Value > 2 ? TLanes.Fill(block.Bias[2]) : default,
                s21 = s20,
                s22 = s20,
                s23 = s20;
            TVector s30 = TOutputs.Value > 3 ? TLanes.Fill(block.Bias[3]) : default,
                s31 = s30,
                s32 = s30,
                s33 = s30;
            float* weight = block.Weights;
            for (int tap = 0; tap < taps; tap++)
            {
                float* from = input + offsets[tap];
                TVector x0 = TLanes.Load(from);
                TVector x1 = TPositions.Value > 1 ? TLanes.Load(from + step) : default;
                TVector x2 = TPositions.Value > 2 ? TLanes.Load(from + 2 * step) : default;
                TVector x3 = TPositions.Value > 3 ? TLanes.Load(from + 3 * step) : default;
                TVector w0 = TLanes.Fill(weight[0]);
                s00 = TLanes.MultiplyAdd(w0, x0, s00);
                if (TPositions.Value > 1)
                    s01 = TLanes.MultiplyAdd(w0, x1, s01);
                if (TPositions.Value > 2)
                    s02 = TLanes.MultiplyAdd(w0, x2, s02);
                if (TPositions.Value > 3)
                    s03 = TLanes.MultiplyAdd(w0, x3, s03);
                if (TOutputs.Value > 1)
                {
                    TVector w1 = TLanes.Fill(weight[1]);
                    s10 = TLanes.MultiplyAdd(w1, x0, s10);
                    if (TPositions.Value > 1)
                        s11 = TLanes.MultiplyAdd(w1, x1, s11);
                    if (TPositions.Value > 2)
                        s12 = TLanes.MultiplyAdd(w1, x2, s12);
                    if (TPositions.Value > 3)
                        s13 = TLanes.MultiplyAdd(w1, x3, s13);
                }
                if (TOutputs.Value > 2)
                {
                    TVector w2 = TLanes.Fill(weight[2]);
                    s20 = TLanes.MultiplyAdd(w2, x0, s20);
                    if (TPositions.Value > 1)
                        s21 = TLanes.MultiplyAdd(w2, x1, s21);
                    if (TPositions.Value > 2)
                        s22 = TLanes.MultiplyAdd(w2, x2, s22);
                    if (TPositions.Value > 3)
                        s23 = TLanes.MultiplyAdd(w2, x3, s23);
                }
                if (TOutputs.Value > 3)
                {
                    TVector w3 = TLanes.Fill(weight[3]);
                    s30 = TLanes.MultiplyAdd(w3, x0, s30);
                    if (TPositions.Value > 1)
                        s31 = TLanes.MultiplyAdd(w3, x1, s31);
                    if (TPositions.Value > 2)
                        s32 = TLanes.MultiplyAdd(w3, x2, s32);
                    if (TPositions.Value > 3)
                        s33 = TLanes.MultiplyAdd(w3, x3, s33);
                }
                weight += TOutputs.Value;
            }
            Finish<TPositions>(block, 0, output, residual, s00, s01, s02, s03);
            if (TOutputs.Value > 1)
                Finish<TPositions>(block, 1, output, residual, s10, s11, s12, s13);
            if (TOutputs.Value > 2)
                Finish<TPositions>(block, 2, output, residual, s20, s21, s22, s23);
            if (TOutputs.Value > 3)
                Finish<TPositions>(block, 3, output, residual, s30, s31, s32, s33);
            input += TPositions.Value * step;
            output += TPositions.Value * block.OutputStep;
            if (residual is not null)
                residual += TPositions.Value * block.ResidualStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TPositions>(
        in LinearBlock block,
        int channel,
        float* output,
        float* residual,
        TVector s0,
        TVector s1,
        TVector s2,
        TVector s3
    )
        where TPositions : struct, ICount
    {
        TVector low = TLanes.Fill(block.Low),
            high = TLanes.Fill(block.High);
        output += channel * block.OutputChannel;
        if (residual is not null)
        {
            residual += channel * block.ResidualChannel;
            s0 = TLanes.Add(s0, TLanes.Load(residual));
            if (TPositions.Value > 1)
                s1 = TLanes.Add(s1, TLanes.Load(residual + block.ResidualStep));
            if (TPositions.Value > 2)
                s2 = TLanes.Add(s2, TLanes.Load(residual + 2 * block.ResidualStep));
            if (TPositions.Value > 3)
                s3 = TLanes.Add(s3, TLanes.Load(residual + 3 * block.ResidualStep));
        }
        TLanes.Store(TLanes.Min(high, TLanes.Max(low, s0)), output);
        if (TPositions.Value > 1)
            TLanes.Store(TLanes.Min(high, TLanes.Max(low, s1)), output + block.OutputStep);
        if (TPositions.Value > 2)
            TLanes.Store(TLanes.Min(high, TLanes.Max(low, s2)), output + 2 * block.OutputStep);
        if (TPositions.Value > 3)
            TLanes.Store(TLanes.Min(high, TLanes.Max(low, s3)), output + 3 * block.OutputStep);
    }
}
