using PSModelPruning.Compute.Pruning.Networks.Quantization;

namespace PSModelPruning.Compute.Tests.Pruning.Quantization;

public sealed class HalfQuantizerTests
{
    [Fact]
    public void Float16_is_the_nearest_binary16_number_with_ties_to_even()
    {
        var quantizer = new Float16Quantizer();
        // 1 + 2^-11 lies between 1 and 1 + 2^-10, whose last bits are even and odd; 1 + 3 * 2^-11 between an odd and an even one.
        Assert.Equal(1f, quantizer.Nearest(1 + MathF.Pow(2, -11)));
        Assert.Equal(1 + MathF.Pow(2, -9), quantizer.Nearest(1 + 3 * MathF.Pow(2, -11)));
        Assert.Equal(65504f, quantizer.Nearest(65519f));
        Assert.Equal(MathF.Pow(2, -24), quantizer.Nearest(6e-8f));
        foreach (float number in Numbers())
            Assert.Equal(
                Math.Abs(number) > 65519.9f ? float.PositiveInfinity * Math.Sign(number) : BinaryRound(number, 11, -24),
                quantizer.Nearest(number)
            );
    }

    [Fact]
    public void BFloat16_is_the_nearest_number_of_eight_significant_bits_with_ties_to_even()
    {
        var quantizer = new BFloat16Quantizer();
        Assert.Equal(1f, quantizer.Nearest(1 + MathF.Pow(2, -8)));
        Assert.Equal(1 + MathF.Pow(2, -6), quantizer.Nearest(1 + 3 * MathF.Pow(2, -8)));
        foreach (float number in Numbers())
        {
            Assert.Equal(BinaryRound(number, 8, -133), quantizer.Nearest(number));
            Assert.Equal(0u, BitConverter.SingleToUInt32Bits(quantizer.Nearest(number)) & 0xFFFF);
        }
    }

    [Fact]
    public void A_number_that_half_precision_cannot_hold_is_refused_and_bfloat16_holds_it()
    {
        var layout = new WeightLayout([1, 1], 0, false);

        Assert.Equal(
            "NumberNotRepresentable",
            Assert.Throws<ComputeException>(() => new Float16Quantizer().Fit([70_000f], layout, new QuantizationOptions(), 0)).ErrorId
        );
        Assert.Equal(16, new BFloat16Quantizer().Fit([70_000f], layout, new QuantizationOptions(), 0).Bits);
    }

    /// <summary>Rounds by exact arithmetic of doubles to so many significant bits, with a smallest power.</summary>
    private static float BinaryRound(float number, int significant, int smallest)
    {
        if (number == 0)
            return 0;
        double unit = Math.Pow(2, Math.Max(smallest, Math.ILogB(number) - significant + 1));
        return (float)(Math.Round(number / unit, MidpointRounding.ToEven) * unit);
    }

    private static IEnumerable<float> Numbers()
    {
        var random = new Random(11);
        for (int i = 0; i < 5000; i++)
            yield return (float)((random.NextDouble() * 2 - 1) * Math.Pow(2, random.Next(-30, 16)));
    }
}
