namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// 4-bit whole numbers, −7 … 7, weights only, with a scale for each group of neighbouring weights of an output channel. The scale is c ·
/// max|w| / 7 with the c of 0.30, 0.31 … 1 whose squared error is least: clipping the largest weight of a group often represents the others
/// better (Banner, Nahshan, Soudry 2019; groups as in Frantar et al., "GPTQ", 2023).
/// </summary>
internal sealed class Int4Quantizer() : IntegerQuantizer(4)
{
    private const int UsualGroupSize = 32;

    private const int FirstPercent = 30;

    internal override string Name => "Int4";

    internal override string Description => "Weights of 4 bits, one scale per group of neighbouring weights";

    internal override IReadOnlyList<string> Reads => [nameof(QuantizationOptions.GroupSize)];

    private protected override int GroupSize(QuantizationOptions options) => options.GroupSize ?? UsualGroupSize;

    private protected override float Scale(ReadOnlySpan<float> group, float greatest)
    {
        float best = greatest / Most;
        double leastError = SquaredError(group, best, Most);
        for (int percent = 99; percent >= FirstPercent; percent--)
        {
            float scale = greatest * percent / 100 / Most;
            if (scale == 0)
                break;
            double error = SquaredError(group, scale, Most);
            if (error < leastError)
                (best, leastError) = (scale, error);
        }
        return best;
    }
}
