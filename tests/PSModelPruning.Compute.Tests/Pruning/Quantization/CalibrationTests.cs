using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;

namespace PSModelPruning.Compute.Tests.Pruning.Quantization;

public sealed class CalibrationTests
{
    private static readonly QuantizationOptions Options = new();

    [Fact]
    public void The_whole_range_is_widened_to_hold_zero_which_is_a_whole_number()
    {
        Assert.Equal(new ActivationScale(0.02f, 0), ActivationScale.ForRange(1, 5.1));
        Assert.Equal(new ActivationScale(0.02f, 255), ActivationScale.ForRange(-5.1, -1));
        Assert.Equal(new ActivationScale(4f / 255, 64), ActivationScale.ForRange(-1, 3));
        Assert.Equal(new ActivationScale(1, 0), ActivationScale.ForRange(0, 0));
        foreach ((double least, double greatest) in new[] { (-0.3, 4.0), (-7, 0.001), (2, 3) })
            Assert.Equal(0, ActivationScale.ForRange(least, greatest).Nearest(0));
    }

    [Fact]
    public void MinMax_covers_what_was_seen()
    {
        Assert.Equal(ActivationScale.ForRange(-1.5, 3), new MinMaxCalibration().Choose(Histogram([-1.5f, 0, 3, 1]), Options));
    }

    [Fact]
    public void A_percentile_leaves_out_the_rarest_at_both_ends()
    {
        float[] values = [.. Enumerable.Range(0, 100_001).Select(i => i / 100_000f * 10 - 5)];
        ActivationScale scale = new PercentileCalibration().Choose(Histogram(values), Options with { Percentile = 99 });

        // From the first to the ninety-ninth percentile of an even distribution over -5 to 5.
        Assert.Equal(9.8 / 255, scale.Scale, 4);
        Assert.InRange(scale.ZeroPoint, 127, 128);
        Assert.Equal(10.0 / 255, new PercentileCalibration().Choose(Histogram(values), Options with { Percentile = 100 }).Scale, 6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_least_squared_error_is_that_of_an_exhaustive_search_over_the_values_themselves(bool isOneSided)
    {
        // Mostly small, a few very large: the whole range wastes its steps.
        var random = new Random(9);
        float[] values = [.. Enumerable.Range(0, 2000).Select(i => (float)(i % 1000 == 0 ? 40 + i / 100 : Normal(random)))];
        if (isOneSided)
            values = [.. values.Select(value => Math.Max(0, value))];
        ActivationScale chosen = new MeanSquaredErrorCalibration().Choose(Histogram(values), Options);
        double least = Math.Min(0, values.Min()),
            greatest = values.Max(),
            best = double.PositiveInfinity;
        for (int low = isOneSided ? 100 : 2; low <= 100; low += 2)
        {
            for (int high = 1; high <= 100; high++)
                best = Math.Min(best, Error(values, least * low / 100, greatest * high / 100));
        }

        double found = values.Average(value => Math.Pow(value - chosen.Nearest(value), 2));
        Assert.InRange(found, best * 0.98, best * 1.05);
        Assert.True(found <= values.Average(value => Math.Pow(value - ActivationScale.ForRange(least, greatest).Nearest(value), 2)));
    }

    [Fact]
    public void A_histogram_of_one_value_and_of_extremes_is_no_failure()
    {
        foreach (float[] values in new[] { new[] { 0f, 0 }, [3f], [-2f, -2], [float.MaxValue, -float.MaxValue], [1e-45f, 0] })
        {
            foreach (
                CalibrationMethod method in new CalibrationMethod[]
                {
                    new MinMaxCalibration(),
                    new PercentileCalibration(),
                    new MeanSquaredErrorCalibration(),
                }
            )
            {
                ActivationScale scale = method.Choose(Histogram(values), Options);
                Assert.True(scale.Scale > 0 && float.IsFinite(scale.Scale));
                Assert.InRange(scale.ZeroPoint, 0, 255);
            }
        }
    }

    /// <summary>The squared error of an affine grid of 256 numbers over a range, written out anew.</summary>
    private static double Error(float[] values, double least, double greatest)
    {
        if (greatest <= least)
            return double.PositiveInfinity;
        float step = (float)((greatest - least) / 255);
        double zero = Math.Clamp(Math.Round(-least / step), 0, 255);
        return values.Average(value => Math.Pow(value - (Math.Clamp(Math.Round(value / step) + zero, 0, 255) - zero) * step, 2));
    }

    private static ActivationHistogram Histogram(float[] values)
    {
        var histogram = new ActivationHistogram(values.Min(), values.Max());
        histogram.Add(values);
        return histogram;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
