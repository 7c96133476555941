using PSModelPruning.Compute.Evaluation;

namespace PSModelPruning.Compute.Tests.Evaluation;

public sealed class PairedTestTests
{
    [Theory]
    // 2 · Σ C(n, k) / 2ⁿ for k up to the smaller share, by hand.
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 6, 0.03125)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(9, 1, 0.021484375)]
    public void McNemars_exact_test_is_a_binomial_sum(int onlyFirst, int onlySecond, double expected) =>
        Assert.Equal(expected, PairedTest.McNemar(onlyFirst, onlySecond), 12);

    [Fact]
    public void The_t_test_gives_the_published_figure_of_the_sleep_data()
    {
        // Student (1908), extra hours of sleep by two drugs, the same ten patients; R's t.test(paired = TRUE): t = -4.0621, p = 0.002833.
        double[] first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        double[] second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

        Assert.Equal(0.002833, PairedTest.Student([.. first.Zip(second, (a, b) => a - b)]), 6);
    }

    [Fact]
    public void Equal_predictions_do_not_differ() => Assert.Equal(1, PairedTest.Student([0, 0, 0]));
}
