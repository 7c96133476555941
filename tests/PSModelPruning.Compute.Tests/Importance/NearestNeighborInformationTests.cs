using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Importance.Statistics;

namespace PSModelPruning.Compute.Tests.Importance;

public sealed class NearestNeighborInformationTests
{
    private static readonly ScoringContext Context = new(1, CancellationToken.None);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Two_normal_numbers_share_what_their_correlation_says(double correlation)
    {
        var random = new Random(5);
        double[] x = [.. Enumerable.Range(0, 4000).Select(_ => Normal(random))];
        double[] y = [.. x.Select(v => correlation * v + Math.Sqrt(1 - correlation * correlation) * Normal(random))];

        Assert.Equal(-0.5 * Math.Log(1 - correlation * correlation), NearestNeighborInformation.OfNumbers(x, y, Context), 0.05);
    }

    [Fact]
    public void Half_overlapping_classes_share_half_a_bit()
    {
        // Uniform on [0, 1] and on [0.5, 1.5]: half of the rows tell their class surely, the other half nothing.
        var random = new Random(6);
        int[] codes = [.. Enumerable.Range(0, 4000).Select(i => i % 2)];
        double[] values = [.. codes.Select(c => random.NextDouble() + 0.5 * c)];

        Assert.Equal(
            0.5 * Math.Log(2),
            NearestNeighborInformation.OfNumberAndCategory(values, FeatureColumn.OfCategories("y", codes, 2), Context),
            0.03
        );
    }

    [Fact]
    public void A_dependence_without_correlation_is_found()
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 1500).Select(_ => 2 * random.NextDouble() - 1)];
        double[] y = [.. x.Select(v => v * v)];

        Assert.True(NearestNeighborInformation.OfNumbers(x, y, Context) > 1);
    }

    [Fact]
    public void The_search_within_categories_finds_what_trying_every_pair_finds()
    {
        var random = new Random(9);
        int[] codes = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        double[] x = [.. codes.Select(c => c * 0.8 + Normal(random))];

        Assert.Equal(
            RossByTryingAll(x, codes),
            NearestNeighborInformation.OfNumberAndCategory(x, FeatureColumn.OfCategories("y", codes, 3), Context),
            6
        );
    }

    [Fact]
    public void The_search_finds_what_trying_every_pair_finds()
    {
        var random = new Random(8);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => Normal(random))];
        double[] y = [.. x.Select(v => Math.Sin(2 * v) + 0.3 * Normal(random))];

        Assert.Equal(KraskovByTryingAll(Standardize(x), Standardize(y)), NearestNeighborInformation.OfNumbers(x, y, Context), 6);
    }

    [Fact]
    public void A_category_that_occurs_once_is_left_out()
    {
        double[] values = [1, 2, 3, 4, 10, 11, 12, 13, 99];
        FeatureColumn codes = FeatureColumn.OfCategories("y", [0, 0, 0, 0, 1, 1, 1, 1, 2], 3);

        double all = NearestNeighborInformation.OfNumberAndCategory(values, codes, Context);

        Assert.Equal(
            NearestNeighborInformation.OfNumberAndCategory(values[..8], FeatureColumn.OfCategories("y", codes.Codes[..8], 2), Context),
            all,
            9
        );
    }

    [Fact]
    public void A_stop_is_heeded_within_a_feature()
    {
        var stopped = new ScoringContext(1, new CancellationToken(true));

        Assert.Throws<OperationCanceledException>(() => NearestNeighborInformation.OfNumbers([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], stopped));
        Assert.Throws<OperationCanceledException>(() =>
            NearestNeighborInformation.OfNumberAndCategory([1, 2, 3], FeatureColumn.OfCategories("y", [0, 0, 0], 1), stopped)
        );
    }

    private static double RossByTryingAll(double[] x, int[] codes)
    {
        int n = x.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            int[] own = [.. Enumerable.Range(0, n).Where(j => codes[j] == codes[i])];
            double kth = own.Where(j => j != i).Select(j => Math.Abs(x[i] - x[j])).Order().ElementAt(2);
            sum += Harmonic(own.Length) + Harmonic(Enumerable.Range(0, n).Count(j => Math.Abs(x[i] - x[j]) < kth));
        }
        return Harmonic(n) + Harmonic(3) - sum / n;
    }

    private static double KraskovByTryingAll(double[] x, double[] y)
    {
        int n = x.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double kth = Enumerable
                .Range(0, n)
                .Where(j => j != i)
                .Select(j => Math.Max(Math.Abs(x[i] - x[j]), Math.Abs(y[i] - y[j])))
                .Order()
                .ElementAt(2);
            sum +=
                Harmonic(Enumerable.Range(0, n).Count(j => Math.Abs(x[i] - x[j]) < kth))
                + Harmonic(Enumerable.Range(0, n).Count(j => Math.Abs(y[i] - y[j]) < kth));
        }
        return Harmonic(n) + Harmonic(3) - sum / n;
    }

    /// <summary>ψ(n) + γ of a whole number; the constant cancels, for as many terms are added as are subtracted.</summary>
    private static double Harmonic(int n) => Enumerable.Range(1, n - 1).Sum(i => 1.0 / i);

    private static double[] Standardize(double[] values)
    {
        double mean = values.Average(),
            deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return [.. values.Select(v => v / deviation)];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
