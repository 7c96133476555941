using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;

namespace PSModelPruning.Compute.Tests.Pruning.Quantization;

public sealed class IntegerQuantizerTests
{
    private static readonly QuantizationOptions Options = new();

    [Fact]
    public void Int8_takes_the_greatest_weight_of_each_output_over_127_and_rounds_ties_to_even()
    {
        // Scales 1.27 / 127 = 0.01 and 254 / 127 = 2.
        float[] weights = [1.27f, 0.005f, -0.0149f, 0, 254, -3, 5, 1];
        (IntegerEncoding encoding, float[] rounded) = Quantize(new Int8Quantizer(), weights, new WeightLayout([2, 4], 0, false));

        Assert.Equal((8, 0, 0), (encoding.Bits, encoding.Axis, encoding.GroupSize));
        Assert.Equal([1.27f / 127, 2f], encoding.Scales);
        Assert.Equal([254f, -4f, 4f, 0f], rounded[4..]);
        Assert.Equal(127 * (1.27f / 127), rounded[0]);
        Assert.Equal(-1 * (1.27f / 127), rounded[2]);
        Assert.Equal(0, rounded[3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_axis_that_is_not_the_first_has_its_own_scales_too(int axis)
    {
        long[] shape = [3, 4, 5];
        float[] weights = Random(60, 7);
        (IntegerEncoding encoding, float[] rounded) = Quantize(new Int8Quantizer(), weights, new WeightLayout(shape, axis, false));

        Assert.Equal(shape[axis], encoding.Scales.Count);
        for (int i = 0; i < weights.Length; i++)
        {
            int[] place = [i / 20, i / 5 % 4, i % 5];
            float greatest = Enumerable
                .Range(0, 60)
                .Where(j => new[] { j / 20, j / 5 % 4, j % 5 }[axis] == place[axis])
                .Max(j => Math.Abs(weights[j]));
            Assert.Equal(greatest / 127, encoding.Scales[place[axis]]);
            Assert.Equal(MathF.Round(weights[i] / (greatest / 127)) * (greatest / 127), rounded[i]);
        }
    }

    [Fact]
    public void Int4_has_a_scale_for_each_group_and_the_last_group_may_be_short()
    {
        float[] weights = Random(2 * 10, 3);
        (IntegerEncoding encoding, float[] rounded) = Quantize(
            new Int4Quantizer(),
            weights,
            new WeightLayout([2, 10], 0, false),
            Options with
            {
                GroupSize = 4,
            }
        );

        Assert.Equal((4, 4, 6), (encoding.Bits, encoding.GroupSize, encoding.Scales.Count));
        for (int i = 0; i < rounded.Length; i++)
        {
            float scale = encoding.Scales[i / 10 * 3 + i % 10 / 4];
            float code = rounded[i] / scale;
            Assert.Equal(MathF.Round(code), code, 3);
            Assert.InRange(code, -7.001, 7.001);
            Assert.Equal(MathF.Round(code) * scale, rounded[i]);
        }
    }

    [Fact]
    public void Int4_clips_where_that_lowers_the_squared_error_as_an_exhaustive_search_finds()
    {
        // One weight of 7 among many of about 0.5: with scale 1 the small ones are lost.
        float[] weights = [.. Enumerable.Repeat(0.45f, 31), 7f];
        IntegerEncoding encoding = (IntegerEncoding)new Int4Quantizer().Fit(weights, new WeightLayout([1, 32], 0, false), Options, 0);
        double best = Enumerable.Range(300, 701).Min(promille => Error(weights, 7f * promille / 1000 / 7));

        Assert.True(encoding.Scales[0] < 1);
        Assert.InRange(Error(weights, encoding.Scales[0]), best, best * 1.02);
        Assert.True(Error(weights, encoding.Scales[0]) < Error(weights, 1));
    }

    [Fact]
    public void Zeros_stay_zeros_and_nothing_else_happens_to_what_is_representable()
    {
        foreach (Quantizer quantizer in new Quantizer[] { new Int8Quantizer(), new Int4Quantizer() })
        {
            float[] weights = [0, 0, 0, 0, -1, 0, 1, -0f];
            (_, float[] rounded) = Quantize(quantizer, weights, new WeightLayout([2, 4], 0, false));
            Assert.Equal([0, 0, 0, 0, -1, 0, 1, 0], rounded);
            Assert.DoesNotContain(rounded, value => value == 0 && float.IsNegative(value));
        }
    }

    [Fact]
    public void The_smallest_and_the_greatest_numbers_have_scales_above_zero_and_stay_finite()
    {
        foreach (float extreme in new[] { float.Epsilon, 1e-44f, 1e-38f, float.MaxValue })
        {
            (IntegerEncoding encoding, float[] rounded) = Quantize(
                new Int8Quantizer(),
                [extreme, -extreme],
                new WeightLayout([1, 2], 0, false)
            );
            Assert.True(encoding.Scales[0] > 0);
            Assert.All(rounded, value => Assert.True(float.IsFinite(value)));
        }
    }

    private static double Error(float[] weights, float scale) =>
        weights.Sum(weight => Math.Pow(weight - Math.Clamp(Math.Round((double)(weight / scale)), -7, 7) * scale, 2));

    private static (IntegerEncoding Encoding, float[] Rounded) Quantize(
        Quantizer quantizer,
        float[] weights,
        WeightLayout layout,
        QuantizationOptions? options = null
    )
    {
        WeightEncoding encoding = quantizer.Fit(weights, layout, options ?? Options, 0);
        float[] rounded = new float[weights.Length];
        quantizer.Round(encoding, weights, layout, rounded);
        return ((IntegerEncoding)encoding, rounded);
    }

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }
}
