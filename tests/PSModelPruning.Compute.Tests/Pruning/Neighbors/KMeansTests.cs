using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Neighbors;

namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

public sealed class KMeansTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void By_hand_each_pair_has_its_middle(int seed)
    {
        // Whichever rows the centres begin at, Lloyd's turns end with the pairs.
        NeighborModel model = NeighborFixture.OnALine(3, (0, 0), (1, 0), (10, 0), (11, 0), (100, 1), (101, 1), (110, 1), (111, 1));

        NeighborModel pruned = NeighborFixture.Prune(model, "KMeans", new PruningTarget { Keep = 4 }, seed);

        Assert.Equal([0.5f, 10.5f, 100.5f, 110.5f], pruned.Inputs.ToArray().Order());
        Assert.Equal([0, 0, 1, 1], pruned.Targets.ToArray());
        Assert.Equal(1, pruned.Neighbors);
    }

    [Theory]
    [InlineData("Euclidean")]
    [InlineData("Manhattan")]
    [InlineData("Cosine")]
    public void At_the_end_every_row_is_at_its_nearest_centre_and_every_centre_in_the_middle_of_its_rows(string distance)
    {
        Dataset dataset = NeighborFixture.Clouds(900, 3, 4, 3);
        float[] inputs = dataset.Training.Inputs.ToArray();
        Clusters clusters = new KMeansClustering(DistanceCatalog.Get(distance), inputs, 3, 2, default).Run(12, new Random(1));

        Assert.Equal(12 * 3, clusters.Centres.Length);
        NeighborTable nearest = new NeighborIndex(DistanceCatalog.Get(distance), clusters.Centres, 3).Search(inputs, 1);
        Assert.Equal(nearest.Rows, clusters.Members);
        for (int cluster = 0; cluster < 12; cluster++)
        {
            int[] rows = [.. Enumerable.Range(0, clusters.Members.Length).Where(row => clusters.Members[row] == cluster)];
            Assert.NotEmpty(rows);
            for (int i = 0; i < 3; i++)
                Assert.Equal(
                    Middle(distance, rows, row => inputs[row * 3 + i], row => Length(inputs.AsSpan(row * 3, 3))),
                    clusters.Centres[cluster * 3 + i],
                    1e-5
                );
        }
    }

    [Fact]
    public void It_ends_with_less_than_it_began_with()
    {
        float[] inputs = NeighborFixture.Clouds(900, 2, 6, 4).Training.Inputs.ToArray();
        double Cost(float[] centres) =>
            new NeighborIndex(DistanceCatalog.Get("Euclidean"), centres, 2)
                .Search(inputs, 1)
                .Distances.Sum(distance => distance * distance);

        Clusters clusters = new KMeansClustering(DistanceCatalog.Get("Euclidean"), inputs, 2, 2, default).Run(20, new Random(1));

        Assert.True(Cost(clusters.Centres) < 0.5 * Cost(inputs[..40]));
    }

    [Fact]
    public void The_seeds_spread_over_clouds_far_apart()
    {
        // Ten tight clouds: squared distances let k-means++ begin in every one of them, where ten rows drawn evenly would miss some nearly
        // always.
        var random = new Random(8);
        float[] inputs = [.. Enumerable.Range(0, 500).Select(i => (float)(i / 50 * 1000 + random.NextDouble()))];

        Clusters clusters = new KMeansClustering(DistanceCatalog.Get("Euclidean"), inputs, 1, 2, default).Run(10, new Random(2));

        Assert.Equal(Enumerable.Range(0, 10), clusters.Centres.Select(centre => (int)(centre / 1000)).Order());
    }

    [Theory]
    [InlineData(new[] { 50, 30, 20 }, 10, new[] { 5, 3, 2 })]
    [InlineData(new[] { 1000, 1 }, 10, new[] { 9, 1 })]
    [InlineData(new[] { 1000, 3, 3 }, 3, new[] { 1, 1, 1 })]
    [InlineData(new[] { 5, 5, 5 }, 4, new[] { 2, 1, 1 })]
    [InlineData(new[] { 6, 2 }, 8, new[] { 6, 2 })]
    public void Prototypes_are_shared_in_proportion_and_every_class_has_one(int[] rows, int total, int[] shares) =>
        Assert.Equal(shares, PrototypeShares.Of(rows, total));

    [Fact]
    public void A_centre_of_numbers_predicts_the_mean_of_its_rows()
    {
        NeighborModel model = NeighborFixture.Model([0, 1, 10, 11], [1, 3, 50, 70], 1, 2, isNumber: true);

        NeighborModel pruned = NeighborFixture.Prune(model, "KMeans", new PruningTarget { Keep = 2 });

        Assert.Equal([2f, 60f], NeighborFixture.Predict(pruned, [0.4f, 12f]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_prototypes()
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(600, 3, 3, 1), 5);
        float[] Prototypes(int seed) => NeighborFixture.Prune(model, "KMeans", new PruningTarget { Keep = 30 }, seed).Inputs.ToArray();

        Assert.Equal(Prototypes(4), Prototypes(4));
        Assert.NotEqual(Prototypes(4), Prototypes(5));
    }

    [Fact]
    public void Rows_that_are_all_alike_make_one_centre()
    {
        Clusters clusters = new KMeansClustering(DistanceCatalog.Get("Euclidean"), [3, 3, 3, 3], 1, 2, default).Run(3, new Random(1));

        Assert.Equal([3f], clusters.Centres);
    }

    private static double Length(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (float value in row)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }

    private static double Middle(string distance, int[] rows, Func<int, float> value, Func<int, double> length) =>
        distance switch
        {
            "Euclidean" => rows.Average(row => (double)value(row)),
            "Manhattan" => (
                rows.Select(value).Order().ElementAt((rows.Length - 1) / 2) + rows.Select(value).Order().ElementAt(rows.Length / 2)
            ) / 2.0,
            _ => rows.Average(row => value(row) / length(row)),
        };
}
