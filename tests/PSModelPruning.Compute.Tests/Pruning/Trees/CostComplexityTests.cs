using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning.Trees;

public sealed class CostComplexityTests
{
    /// <summary>
    /// scikit-learn 1.2.1: <c>DecisionTreeClassifier(random_state=0).fit(X_train, y_train).cost_complexity_pruning_path(X_train,
    /// y_train)</c>.
    /// </summary>
    private static readonly double[] ScikitAlphas =
    [
        0,
        0.0022664724,
        0.0046474263,
        0.0046597996,
        0.0056338028,
        0.0070422535,
        0.0078419384,
        0.0091140198,
        0.011443662,
        0.0189880021,
        0.0231416275,
        0.0342247477,
        0.3272984419,
    ];

    private static readonly double[] ScikitImpurities =
    [
        0,
        0.0045329448,
        0.0184752238,
        0.0231350234,
        0.0287688262,
        0.0358110797,
        0.0436530182,
        0.052767038,
        0.0642106999,
        0.083198702,
        0.1063403296,
        0.1405650772,
        0.4678635191,
    ];

    private static readonly int[] ScikitLeaves = [16, 14, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

    [Fact]
    public void The_path_of_scikit_learns_breast_cancer_tree_is_scikit_learns()
    {
        SubtreeSequence path = CostComplexityPath.Of(BreastCancer.ScikitTree());

        AssertNear(ScikitAlphas, path.Alphas, 1e-9);
        AssertNear(ScikitImpurities, path.Risks, 1e-9);
        Assert.Equal(ScikitLeaves, path.LeafCounts);
        for (int point = 0; point < path.Count; point++)
            Assert.Equal(ScikitLeaves[point], path.At(point).LeafCount);
    }

    [Fact]
    public void The_same_rows_give_the_same_path_with_the_tree_that_is_grown_here()
    {
        Model model = ModelKindCatalog
            .Get("Tree")
            .Train(BreastCancer.ScikitSplit(), new TrainingRequest { Kind = "Tree" }, SilentMonitor.Instance);
        SubtreeSequence path = CostComplexityPath.Of(((TreeModel)model).Tree);

        // Equally good splits may be taken in another order, which changes the small links at the bottom; from six leaves upwards there are
        // no ties.
        Assert.Equal(16, path.LeafCounts[0]);
        Assert.Equal(0, path.Risks[0], 12);
        int[] shared = [.. Enumerable.Range(0, path.Count).Where(point => path.LeafCounts[point] <= 6)];
        Assert.Equal([6, 5, 4, 3, 2, 1], shared.Select(point => path.LeafCounts[point]));
        AssertNear(ScikitAlphas[^6..], [.. shared.Select(point => path.Alphas[point])], 1e-8);
        AssertNear(ScikitImpurities[^6..], [.. shared.Select(point => path.Risks[point])], 1e-8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Every_point_has_the_least_cost_of_all_pruned_trees_and_is_the_smallest_such(int seed)
    {
        DecisionTree tree = HandMadeTree.Random(9, 3, seed);
        SubtreeRisks risks = CostComplexityPath.Risks(tree);
        SubtreeSequence path = WeakestLinks.Prune(tree, risks);
        (double Risk, int Leaves)[] all = [.. AllSubtrees.Of(tree, risks)];

        foreach (double alpha in Prices(path.Alphas))
        {
            int point = path.PointFor(alpha);
            double least = all.Min(subtree => subtree.Risk + alpha * subtree.Leaves);
            Assert.Equal(least, path.Risks[point] + alpha * path.LeafCounts[point], 1e-9);
            Assert.Equal(
                all.Where(subtree => subtree.Risk + alpha * subtree.Leaves <= least + 1e-9).Min(subtree => subtree.Leaves),
                path.LeafCounts[point]
            );
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Risks_of_any_sign_and_splits_that_cost_are_pruned_at_least_cost_too(int seed)
    {
        DecisionTree tree = HandMadeTree.Random(8, 2, seed);
        var random = new Random(seed);
        var risks = new SubtreeRisks(
            [.. tree.Features.Select(_ => Math.Round(random.NextDouble(), 2))],
            [.. tree.Features.Select(_ => random.NextDouble() / 10)]
        );
        SubtreeSequence path = WeakestLinks.Prune(tree, risks);
        (double Risk, int Leaves)[] all = [.. AllSubtrees.Of(tree, risks)];

        foreach (double alpha in Prices(path.Alphas).Append(0))
        {
            double least = all.Min(subtree => subtree.Risk + alpha * subtree.Leaves);
            int point = path.PointFor(alpha);
            if (alpha >= path.Alphas[1])
                Assert.Equal(least, path.Risks[point] + alpha * path.LeafCounts[point], 1e-9);
        }
    }

    [Fact]
    public void Alphas_rise_leaves_fall_and_trees_are_nested()
    {
        SubtreeSequence path = CostComplexityPath.Of(HandMadeTree.Random(400, 3, 7));

        Assert.Equal(401, path.LeafCounts[0]);
        Assert.Equal(1, path.LeafCounts[^1]);
        for (int point = 1; point < path.Count; point++)
        {
            Assert.True(path.Alphas[point] >= path.Alphas[point - 1]);
            Assert.True(path.Risks[point] >= path.Risks[point - 1] - 1e-12);
            Assert.True(path.LeafCounts[point] < path.LeafCounts[point - 1]);
            bool[] before = path.Collapsed(point - 1),
                after = path.Collapsed(point);
            Assert.DoesNotContain(true, before.Select((collapsed, node) => collapsed && !after[node]));
            if (point % 40 == 0)
                Assert.Equal(path.LeafCounts[point], path.At(point).LeafCount);
        }
    }

    [Fact]
    public void Weights_of_another_scale_give_the_same_path()
    {
        DecisionTree tree = HandMadeTree.Random(60, 2, 3);
        var heavier = new DecisionTree(
            tree.OutputCount,
            tree.Features,
            tree.Thresholds,
            tree.MissingLeft,
            tree.Right,
            [.. tree.Weights.Select(weight => weight * 1000)],
            tree.Impurities,
            tree.Values
        );

        SubtreeSequence path = CostComplexityPath.Of(tree),
            same = CostComplexityPath.Of(heavier);

        AssertNear(path.Alphas, same.Alphas, 1e-12);
        Assert.Equal(path.LeafCounts, same.LeafCounts);
    }

    [Fact]
    public void Equally_weak_links_go_together()
    {
        DecisionTree tree = HandMadeTree.OfClasses(
            (0, 0.5f, 4, [32, 32]),
            (1, 0.5f, 3, [30, 2]),
            (-1, 0, 0, [30, 0]),
            (-1, 0, 0, [0, 2]),
            (1, 0.2f, 6, [2, 30]),
            (-1, 0, 0, [2, 0]),
            (-1, 0, 0, [0, 30])
        );

        SubtreeSequence path = CostComplexityPath.Of(tree);

        Assert.Equal([4, 2, 1], path.LeafCounts);
        // Each split takes 32 / 64 of the rows from a Gini impurity of 2 · 30/32 · 2/32 to none.
        Assert.Equal(0.5 * 2 * 30 / 32 * 2 / 32, path.Alphas[1], 12);
    }

    [Fact]
    public void A_split_that_gains_nothing_goes_at_alpha_0()
    {
        DecisionTree tree = HandMadeTree.OfClasses((0, 0.5f, 2, [4, 4]), (-1, 0, 0, [2, 2]), (-1, 0, 0, [2, 2]));

        SubtreeSequence path = CostComplexityPath.Of(tree);

        Assert.Equal([0, 0], path.Alphas);
        Assert.Equal(1, path.At(path.PointFor(0)).LeafCount);
    }

    [Fact]
    public void A_single_leaf_has_one_point()
    {
        SubtreeSequence path = CostComplexityPath.Of(HandMadeTree.OfClasses((-1, 0, 0, [3, 1])));

        Assert.Equal([0], path.Alphas);
        Assert.Equal([1], path.LeafCounts);
        Assert.Equal(0.375, path.Risks[0], 12);
    }

    /// <summary>
    /// rpart 4.1 (R): <c>rpart(Mileage ~ Weight, car.test.frame)</c> with its defaults minsplit 20, minbucket 7, cp 0.01 prints CP .595349
    /// .134528 .012828 .010000 and relative errors 1, .40465, .27012, .25729 at 0 to 3 splits.
    /// </summary>
    [Fact]
    public void The_table_of_complexity_parameters_of_the_cars_is_rparts()
    {
        string[][] rows = [.. File.ReadAllLines(TestRuntime.SharedData("tabular/car-test-frame.csv")).Select(line => line.Split(';'))];
        // Rows begin with the car's name, for which the header has no column.
        int weight = Array.IndexOf(rows[0], "Weight"),
            mileage = Array.IndexOf(rows[0], "Mileage");
        Dataset cars = DatasetFactory.Create(
            [.. rows.Skip(1).Select(row => Number(row[weight + 1]))],
            [.. rows.Skip(1).Select(row => Number(row[mileage + 1]))],
            [1],
            []
        );
        Model model = ModelKindCatalog
            .Get("Tree")
            .Train(
                cars,
                new TrainingRequest
                {
                    Kind = "Tree",
                    Tree = new TreeOptions { MinSplitSamples = 20, MinLeafSamples = 7 },
                },
                SilentMonitor.Instance
            );

        SubtreeSequence path = CostComplexityPath.Of(((TreeModel)model).Tree);

        // rpart prints the table from the root downwards; a row's CP is the alpha at which its last split goes, over the root's risk, and
        // growing stopped at 0.01.
        double root = path.Risks[^1];
        int[] points = [.. Enumerable.Range(0, path.Count).Reverse().Where(point => path.Alphas[point] / root > 0.01)];
        AssertNear([0.595349, 0.134528, 0.012828], [.. points.Select(point => path.Alphas[point] / root)], 5e-7);
        Assert.Equal([1, 2, 3], points.Select(point => path.LeafCounts[point]));
        AssertNear([1, 0.40465, 0.27012, 0.25729], [.. points.Append(points[^1] - 1).Select(point => path.Risks[point] / root)], 5e-6);
        Assert.Equal(4, path.LeafCounts[points[^1] - 1]);
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The alphas, and prices between them.</summary>
    private static IEnumerable<double> Prices(IReadOnlyList<double> alphas) =>
        alphas.Concat(alphas.Skip(1).Zip(alphas, (high, low) => (high + low) / 2)).Append(alphas[^1] + 1);

    private static void AssertNear(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
