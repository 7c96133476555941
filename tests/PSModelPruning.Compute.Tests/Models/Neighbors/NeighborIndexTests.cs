using PSModelPruning.Compute.Models.Neighbors;

namespace PSModelPruning.Compute.Tests.Models.Neighbors;

public sealed class NeighborIndexTests
{
    public static TheoryData<string, int, int, int, int> Sizes()
    {
        var sizes = new TheoryData<string, int, int, int, int>();
        foreach (string distance in new[] { "Euclidean", "Manhattan", "Cosine" })
        {
            sizes.Add(distance, 1, 1, 1, 3);
            sizes.Add(distance, 17, 3, 7, 5);
            sizes.Add(distance, 500, 30, 100, 5);
            sizes.Add(distance, 1000, 9, 251, 40);
            sizes.Add(distance, 333, 130, 13, 333);
        }
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_neighbours_are_those_of_comparing_every_pair(string distance, int prototypes, int width, int queries, int neighbors)
    {
        var random = new Random(prototypes);
        float[] rows = Gaussian(random, prototypes * width),
            asked = Gaussian(random, queries * width);
        // Some queries are prototypes, and some prototypes are twins.
        for (int i = 0; i < Math.Min(queries, prototypes) / 4; i++)
            rows.AsSpan(i * width, width).CopyTo(asked.AsSpan(2 * i * width));
        for (int i = 1; i < prototypes / 10; i++)
            rows.AsSpan(i * width, width).CopyTo(rows.AsSpan((prototypes - i) * width));

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get(distance), rows, width).Search(asked, neighbors, 2);

        AssertSame(Reference(distance, rows, asked, width, neighbors), table);
    }

    [Theory]
    [InlineData("Euclidean")]
    [InlineData("Manhattan")]
    [InlineData("Cosine")]
    public void Numbers_of_few_values_have_many_ties_and_the_lower_index_wins(string distance)
    {
        var random = new Random(3);
        float[] rows = [.. Enumerable.Range(0, 600 * 4).Select(_ => (float)random.Next(1, 4))];

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get(distance), rows, 4).Search(rows, 7);

        AssertSame(Reference(distance, rows, rows, 4, 7), table);
    }

    [Fact]
    public void Far_from_the_origin_no_neighbour_is_lost_to_rounding()
    {
        // |x|² is about 3e9 and the distances are about 1: by |x|² - 2xy + |y|² in single precision they would be noise.
        var random = new Random(4);
        float[] rows = [.. Gaussian(random, 400 * 30).Select(value => 10_000 + value)];
        rows[5] = 1e7f; // One row far away lets the mean not help.

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get("Euclidean"), rows, 30).Search(rows, 5);

        AssertSame(Reference("Euclidean", rows, rows, 30, 5), table);
    }

    [Theory]
    [InlineData(1e20f)]
    [InlineData(3e38f)]
    public void Squares_beyond_single_precision_lose_no_neighbour(float scale)
    {
        float[] rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, scale, -scale];

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get("Euclidean"), rows, 1).Search(rows, 2);

        AssertSame(Reference("Euclidean", rows, rows, 1, 2), table);
    }

    [Theory]
    [InlineData("Euclidean")]
    [InlineData("Manhattan")]
    [InlineData("Cosine")]
    public void A_row_is_at_distance_zero_from_its_twin(string distance)
    {
        float[] rows = [.. Gaussian(new Random(5), 300 * 50).Select(value => 1000 + value)];

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get(distance), rows, 50).Search(rows, 1);

        Assert.Equal(Enumerable.Range(0, 300), table.Rows);
        Assert.All(table.Distances, value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_others_of_a_row_leave_it_out_even_where_it_has_many_twins()
    {
        float[] rows = [1, 1, 1, 1, 5, 9];

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get("Manhattan"), rows, 1).SearchOthers(2);

        Assert.Equal([1, 2, 0, 2, 0, 1, 0, 1, 0, 1, 4, 0], table.Rows);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4, 8], table.Distances);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        float[] rows = Gaussian(new Random(6), 3000 * 20);
        var index = new NeighborIndex(DistanceCatalog.Get("Euclidean"), rows, 20);

        NeighborTable one = index.Search(rows, 9, 1),
            three = index.Search(rows, 9, 3);

        Assert.Equal(one.Rows, three.Rows);
        Assert.Equal(one.Distances, three.Distances);
    }

    [Fact]
    public void A_row_of_zeros_has_no_angle_and_is_at_distance_one()
    {
        float[] rows = [1, 2, 0, 0, -3, 1];

        NeighborTable table = new NeighborIndex(DistanceCatalog.Get("Cosine"), rows, 2).Search(new float[] { 0, 0, 2, 4 }, 3);

        Assert.Equal([1, 0, 2, 0, 1, 2], table.Rows);
        Assert.Equal([0, 1, 1, 0, 1], table.Distances[..5]);
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        float[] rows = Gaussian(new Random(7), 2000 * 10);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            new NeighborIndex(DistanceCatalog.Get("Euclidean"), rows, 10).Search(rows, 3, 2, cancellation.Token)
        );
    }

    private static (int[] Rows, double[] Distances) Reference(string distance, float[] rows, float[] queries, int width, int neighbors)
    {
        int count = rows.Length / width,
            found = Math.Min(neighbors, count);
        var all = Enumerable
            .Range(0, queries.Length / width)
            .SelectMany(query =>
                Enumerable
                    .Range(0, count)
                    .Select(row =>
                        (Row: row, Distance: Measure(distance, queries.AsSpan(query * width, width), rows.AsSpan(row * width, width)))
                    )
                    .OrderBy(pair => pair.Distance)
                    .ThenBy(pair => pair.Row)
                    .Take(found)
            )
            .ToArray();
        return ([.. all.Select(pair => pair.Row)], [.. all.Select(pair => pair.Distance)]);
    }

    private static double Measure(string distance, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        decimal absolute = 0;
        double squares = 0,
            ab = 0,
            aa = 0,
            bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = (double)a[i] - b[i];
            absolute += distance == "Manhattan" ? (decimal)Math.Abs(difference) : 0;
            squares += difference * difference;
            ab += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }
        return distance switch
        {
            "Euclidean" => Math.Sqrt(squares),
            "Manhattan" => (double)absolute,
            _ => Math.Max(0, 1 - ab / Math.Sqrt(aa * bb)),
        };
    }

    /// <summary>The same distances in order; and the same rows wherever distances are not within rounding of one another.</summary>
    private static void AssertSame((int[] Rows, double[] Distances) expected, NeighborTable table)
    {
        Assert.Equal(expected.Rows.Length, table.Rows.Length);
        for (int i = 0; i < table.Rows.Length; i++)
        {
            Assert.Equal(expected.Distances[i], table.Distances[i], 1e-12 * (1 + expected.Distances[i]));
            bool isClear =
                (i % table.Width == 0 || expected.Distances[i] - expected.Distances[i - 1] > 1e-9)
                && (i % table.Width == table.Width - 1 || expected.Distances[i + 1] - expected.Distances[i] > 1e-9);
            if (isClear && i % table.Width < table.Width - 1)
                Assert.Equal(expected.Rows[i], table.Rows[i]);
            if (i % table.Width > 0 && table.Distances[i] == table.Distances[i - 1])
                Assert.True(table.Rows[i] > table.Rows[i - 1], "Equally near prototypes are in the order of their indices.");
        }
    }

    private static float[] Gaussian(Random random, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))),
        ];
}
