using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

namespace PSModelPruning.Compute.Tests.Pruning.Quantization;

public sealed class CodebookTests
{
    private static readonly WeightLayout Plain = new([1, 1], 0, false);

    [Fact]
    public void The_paper_s_figure_of_sixteen_weights_and_four_clusters_comes_out()
    {
        // Han, Mao, Dally 2016, figure 3.
        float[] weights =
        [
            2.09f,
            -0.98f,
            1.48f,
            0.09f,
            0.05f,
            -0.14f,
            -1.08f,
            2.12f,
            -0.91f,
            1.92f,
            0.01f,
            -1.03f,
            1.87f,
            0.001f,
            1.53f,
            1.49f,
        ];
        float[] means = ScalarKMeans.Cluster(SortedWeights.NonzeroOf(weights), 4, CodebookStartCatalog.Get("linear"), 0);

        Assert.Equal(4, means.Length);
        Assert.Equal([-1.00f, 0.00f, 1.50f, 2.00f], means.Select(mean => MathF.Round(mean, 2)));
    }

    [Theory]
    [InlineData("Linear")]
    [InlineData("Density")]
    [InlineData("Random")]
    public void Clusters_are_fixed_points_and_no_better_than_the_best_of_all_partitions(string start)
    {
        var random = new Random(5);
        for (int trial = 0; trial < 40; trial++)
        {
            float[] numbers = [.. Enumerable.Range(0, 9).Select(_ => (float)(random.NextDouble() * 4 - 2))];
            float[] means = ScalarKMeans.Cluster(SortedWeights.NonzeroOf(numbers), 3, CodebookStartCatalog.Get(start), trial);

            Assert.Equal(means.Order(), means);
            Assert.True(Error(numbers, means) >= Best(numbers, 3) - 1e-9);
            foreach (IGrouping<float, float> cluster in numbers.GroupBy(number => means.MinBy(mean => Math.Abs((double)mean - number))))
                Assert.Equal(cluster.Average(), cluster.Key, 1e-6);
        }
    }

    [Fact]
    public void Separated_clusters_are_found_as_brute_force_finds_them()
    {
        float[] numbers = [-3.1f, -3, -2.9f, -0.2f, -0.1f, 1.9f, 2, 2.1f, 2.2f];
        float[] means = ScalarKMeans.Cluster(SortedWeights.NonzeroOf(numbers), 3, CodebookStartCatalog.Get("Linear"), 0);

        Assert.Equal(Best(numbers, 3), Error(numbers, means), 9);
    }

    [Fact]
    public void Fewer_different_weights_than_numbers_are_kept_as_they_are_and_zeros_are_not_counted()
    {
        float[] weights = [0, 0.5f, -0.25f, 0, 0.5f, 3, 0];
        var quantizer = new CodebookQuantizer();
        var encoding = (CodebookEncoding)quantizer.Fit(weights, Plain, new QuantizationOptions { CodebookBits = 2 }, 0);
        float[] rounded = new float[weights.Length];
        quantizer.Round(encoding, weights, Plain, rounded);

        Assert.Equal([-0.25f, 0.5f, 3f], encoding.Values);
        Assert.Equal(weights, rounded);
        Assert.Equal(2, encoding.Bits);
    }

    [Fact]
    public void Convolutions_have_eight_bits_and_other_layers_five_unless_a_number_is_given()
    {
        var random = new Random(1);
        float[] weights = [.. Enumerable.Range(0, 5000).Select(_ => (float)(random.NextDouble() - 0.5))];
        int Bits(bool isConvolution, int? asked) =>
            new CodebookQuantizer()
                .Fit(weights, Plain with { IsConvolution = isConvolution }, new QuantizationOptions { CodebookBits = asked }, 0)
                .Bits;

        Assert.Equal((8, 5, 3, 3), (Bits(true, null), Bits(false, null), Bits(true, 3), Bits(false, 3)));
    }

    [Fact]
    public void Only_zeros_make_an_empty_codebook()
    {
        var quantizer = new CodebookQuantizer();
        WeightEncoding encoding = quantizer.Fit([0, 0], Plain, new QuantizationOptions(), 0);
        float[] rounded = [1, 1];
        quantizer.Round(encoding, [0, 0], Plain, rounded);

        Assert.Empty(((CodebookEncoding)encoding).Values);
        Assert.Equal([0f, 0f], rounded);
    }

    private static double Error(float[] numbers, float[] means) =>
        numbers.Sum(number => means.Min(mean => Math.Pow((double)mean - number, 2)));

    /// <summary>The least squared error over all ways to cut the sorted numbers into so many stretches.</summary>
    private static double Best(float[] numbers, int clusters)
    {
        float[] sorted = [.. numbers.Order()];
        double Cost(int first, int end)
        {
            double mean = sorted[first..end].Average(value => (double)value);
            return sorted[first..end].Sum(value => (value - mean) * (value - mean));
        }
        double Least(int first, int left) =>
            left == 1
                ? Cost(first, sorted.Length)
                : Enumerable.Range(first + 1, sorted.Length - first - left + 1).Min(end => Cost(first, end) + Least(end, left - 1));
        return Least(0, clusters);
    }
}
