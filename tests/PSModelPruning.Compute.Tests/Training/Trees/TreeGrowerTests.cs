using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Tests.Training.Trees;

public sealed class TreeGrowerTests
{
    private const int Classes = 3;

    public static TheoryData<string, int, bool, bool> Cases()
    {
        var data = new TheoryData<string, int, bool, bool>();
        foreach (string criterion in (string[])["Gini", "Entropy", "GainRatio", "SquaredError", "AbsoluteError"])
        {
            for (int seed = 0; seed < 6; seed++)
                data.Add(criterion, seed, seed % 2 == 1, seed % 3 == 2);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnExactTreeIsTheOneOfTheDefinitions(string criterion, int seed, bool weighted, bool missing)
    {
        (TrainingColumns columns, TreeTarget target, float[] targets, float[]? weights) = Data(criterion, seed, 60, 4, weighted, missing);
        int minLeaf = 1 + seed % 3;
        foreach (int threads in (int[])[1, 2])
        {
            DecisionTree tree = new TreeGrower(
                columns,
                new TreeOptions
                {
                    Criterion = criterion,
                    MinLeafSamples = minLeaf,
                    Threads = threads,
                }
            ).Grow(target, weights);
            AssertSame(BruteForce(columns, targets, weights, criterion, minLeaf), tree);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BinsThatHoldOneValueEachDivideTheRowsAsExactSplitsDo(string criterion, int seed, bool weighted, bool missing)
    {
        // More rows than are sorted by bin, so that histograms are kept and subtracted near the root.
        int rows = criterion == "AbsoluteError" ? 200 : 3_000;
        (TrainingColumns exact, TreeTarget target, float[] _, float[]? weights) = Data(criterion, seed, rows, 4, weighted, missing);
        (TrainingColumns binned, _, _, _) = Data(criterion, seed, rows, 4, weighted, missing, maxBins: 256);
        var options = new TreeOptions { Criterion = criterion, MaxDepth = 5 };
        var ends = new int[2][];
        DecisionTree[] trees =
        [
            .. new[] { exact, binned }.Select(
                (columns, i) => new TreeGrower(columns, options).Grow(target, weights, leafOfRow: ends[i] = new int[rows])
            ),
        ];
        Assert.Equal(trees[0].Features, trees[1].Features);
        Assert.Equal(trees[0].Impurities, trees[1].Impurities, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(ends[0], ends[1]);
    }

    [Theory]
    [InlineData("Gini")]
    [InlineData("Entropy")]
    [InlineData("SquaredError")]
    [InlineData("AbsoluteError")]
    public void SortingEachNodeFindsTheTreeThatPresortingFinds(string criterion)
    {
        (TrainingColumns columns, TreeTarget target, _, float[]? weights) = Data(criterion, 3, 700, 3, weighted: true, missing: true);
        // One of two inputs is drawn, and the other has one value only: it is drawn in vain, and the first is looked at by the search that
        // sorts each node.
        var one = new TreeOptions
        {
            Criterion = criterion,
            MaxFeatures = "1",
            MaxDepth = 6,
        };
        DecisionTree sorted = new TreeGrower(Columns([columns.Column(0)]), one with { MaxFeatures = "" }).Grow(target, weights);
        DecisionTree ranked = new TreeGrower(Columns([columns.Column(0), new float[700]]), one).Grow(target, weights, seed: 4);
        Assert.Equal(sorted.Thresholds, ranked.Thresholds);
        Assert.Equal(sorted.MissingLeft, ranked.MissingLeft);
        Assert.Equal(sorted.Values, ranked.Values);
    }

    [Theory]
    [InlineData("Gini", 0, "")]
    [InlineData("Entropy", 16, "")]
    [InlineData("SquaredError", 0, "")]
    [InlineData("SquaredError", 32, "")]
    [InlineData("SquaredError", 32, "2")]
    [InlineData("Gini", 0, "Sqrt")]
    [InlineData("AbsoluteError", 0, "")]
    public void ATreeDoesNotDependOnTheNumberOfThreads(string criterion, int bins, string maxFeatures)
    {
        (TrainingColumns columns, TreeTarget target, _, float[]? weights) = Data(
            criterion,
            5,
            6_000,
            8,
            weighted: true,
            missing: true,
            maxBins: bins,
            distinct: 1_000
        );
        var options = new TreeOptions
        {
            Criterion = criterion,
            MaxFeatures = maxFeatures,
            MinLeafSamples = 3,
        };
        DecisionTree[] trees =
        [
            .. new[] { 1, 2, 3 }.Select(threads =>
                new TreeGrower(columns, options with { Threads = threads }).Grow(target, weights, seed: 9)
            ),
        ];
        Assert.True(trees[0].LeafCount > 100);
        foreach (DecisionTree tree in trees)
        {
            Assert.Equal(trees[0].Features, tree.Features);
            Assert.Equal(trees[0].Thresholds, tree.Thresholds);
            Assert.Equal(trees[0].Values, tree.Values);
            Assert.Equal(trees[0].Impurities, tree.Impurities);
        }
    }

    [Fact]
    public void AGrowerCanBeUsedForManyTrees()
    {
        (TrainingColumns columns, TreeTarget target, float[] targets, _) = Data("Gini", 1, 80, 4, false, false);
        var grower = new TreeGrower(columns, new TreeOptions());
        for (int draw = 0; draw < 4; draw++)
        {
            var random = new Random(draw);
            float[] counts = [.. Enumerable.Range(0, 80).Select(_ => (float)random.Next(3))];
            AssertSame(BruteForce(columns, targets, counts, "Gini", 1), grower.Grow(target, counts));
        }
    }

    [Fact]
    public void BestFirstGrowthTakesTheGreatestFallOfImpurity()
    {
        (TrainingColumns columns, TreeTarget target, _, _) = Data("Gini", 2, 400, 4, false, false, distinct: 100_000);
        DecisionTree full = new TreeGrower(columns, new TreeOptions()).Grow(target);
        DecisionTree five = new TreeGrower(columns, new TreeOptions { MaxLeaves = 5 }).Grow(target);
        Assert.Equal(5, five.LeafCount);
        // The same four greedy steps, taken on the full tree.
        var leaves = new List<int> { 0 };
        for (int step = 0; step < 4; step++)
        {
            int best = leaves.Where(n => full.Features[n] >= 0).MaxBy(Fall);
            leaves.Remove(best);
            leaves.AddRange([best + 1, full.Right[best]]);
        }
        bool[] collapsed = new bool[full.NodeCount];
        foreach (int leaf in leaves)
            collapsed[leaf] = true;
        Assert.Equal(full.Collapse(collapsed).Thresholds, five.Thresholds);

        double Fall(int node) =>
            full.Weights[node] * full.Impurities[node]
            - full.Weights[node + 1] * full.Impurities[node + 1]
            - full.Weights[full.Right[node]] * full.Impurities[full.Right[node]];
    }

    [Fact]
    public void LimitsHold()
    {
        (TrainingColumns columns, TreeTarget target, _, _) = Data("Gini", 2, 500, 4, false, false, distinct: 100_000);
        DecisionTree Grown(TreeOptions options) => new TreeGrower(columns, options).Grow(target);
        Assert.Equal(3, Grown(new TreeOptions { MaxDepth = 3 }).Depth);
        DecisionTree tree = Grown(new TreeOptions { MinLeafSamples = 7 });
        Assert.All(Enumerable.Range(0, tree.NodeCount).Where(n => tree.Features[n] < 0), n => Assert.True(tree.Weights[n] >= 7));
        tree = Grown(new TreeOptions { MinSplitSamples = 40 });
        Assert.All(Enumerable.Range(0, tree.NodeCount).Where(n => tree.Features[n] >= 0), n => Assert.True(tree.Weights[n] >= 40));
        tree = Grown(new TreeOptions { MinImpurityDecrease = 0.004 });
        Assert.True(tree.NodeCount > 1);
        Assert.All(Enumerable.Range(0, tree.NodeCount).Where(n => tree.Features[n] >= 0), n =>
            Assert.True(
                (
                    tree.Weights[n] * tree.Impurities[n]
                    - tree.Weights[n + 1] * tree.Impurities[n + 1]
                    - tree.Weights[tree.Right[n]] * tree.Impurities[tree.Right[n]]
                ) / 500
                    >= 0.004
            )
        );
    }

    [Fact]
    public void RandomThresholdsLieBetweenTheValuesOfTheNode()
    {
        (TrainingColumns columns, TreeTarget target, _, _) = Data("Gini", 2, 500, 4, false, missing: true, distinct: 100_000);
        var ends = new int[500];
        DecisionTree tree = new TreeGrower(columns, new TreeOptions { MaxFeatures = "2" }, randomThresholds: true).Grow(
            target,
            seed: 1,
            leafOfRow: ends
        );
        DecisionTree other = new TreeGrower(columns, new TreeOptions { MaxFeatures = "2" }, randomThresholds: true).Grow(target, seed: 2);
        Assert.NotEqual(tree.Thresholds, other.Thresholds);
        for (int row = 0; row < 500; row++)
        {
            Assert.Equal(1f, tree.Value(ends[row])[target.Labels[row]]);
            Assert.Equal(ends[row], tree.LeafOf([.. Enumerable.Range(0, 4).Select(i => columns.Column(i)[row])]));
        }
    }

    private static BruteForceTree.Node BruteForce(TrainingColumns columns, float[] targets, float[]? weights, string criterion, int minLeaf)
    {
        int[] rows = [.. Enumerable.Range(0, columns.RowCount).Where(r => weights is null || weights[r] > 0)];
        return new BruteForceTree(
            [.. Enumerable.Range(0, columns.Width).Select(columns.Column)],
            targets,
            weights,
            criterion,
            criterion.EndsWith("Error", StringComparison.Ordinal) ? 0 : Classes,
            minLeaf
        ).Grow(rows);
    }

    private static void AssertSame(BruteForceTree.Node expected, DecisionTree tree)
    {
        BruteForceTree.Node[] nodes = [.. expected.All()];
        Assert.Equal(nodes.Select(n => n.Feature), tree.Features);
        Assert.Equal(nodes.Select(n => n.Threshold), tree.Thresholds);
        Assert.Equal(nodes.Select(n => n.MissingLeft), tree.MissingLeft);
        Assert.Equal(nodes.Select(n => n.Weight), tree.Weights, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(nodes.Select(n => n.Impurity), tree.Impurities, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static TrainingColumns Columns(float[][] columns, int maxBins = 0)
    {
        int rows = columns[0].Length;
        float[] inputs = [.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => column[row]))];
        return TrainingColumns.Of(new Partition(MemoryStore.Over(inputs, rows, columns.Length), new float[rows], 0, rows), maxBins);
    }

    private static (TrainingColumns Columns, TreeTarget Target, float[] Targets, float[]? Weights) Data(
        string criterion,
        int seed,
        int rows,
        int width,
        bool weighted,
        bool missing,
        int maxBins = 0,
        int distinct = 12
    )
    {
        var random = new Random(seed);
        float[][] columns =
        [
            .. Enumerable
                .Range(0, width)
                .Select(_ =>
                    Enumerable
                        .Range(0, rows)
                        .Select(_ => missing && random.Next(8) == 0 ? float.NaN : random.Next(distinct) / 4f - 1)
                        .ToArray()
                ),
        ];
        bool numbers = criterion.EndsWith("Error", StringComparison.Ordinal);
        float[] targets =
        [
            .. Enumerable
                .Range(0, rows)
                .Select(row =>
                    numbers ? (float)Math.Round(random.NextDouble() * 10 + (columns[0][row] > 0 ? 3 : 0), 2)
                    : random.Next(4) == 0 ? random.Next(Classes)
                    : columns[1][row] > columns[0][row] ? 1
                    : 2
                ),
        ];
        float[]? weights = weighted ? [.. Enumerable.Range(0, rows).Select(_ => (float)(0.25 + random.NextDouble()))] : null;
        TreeTarget target = numbers ? TreeTarget.ForNumbers(targets) : TreeTarget.Classes(Array.ConvertAll(targets, t => (int)t), Classes);
        return (Columns(columns, maxBins), target, targets, weights);
    }
}
