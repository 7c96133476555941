using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Training.Trees;

/// <summary>Where a column stands in the table says nothing about it.</summary>
public sealed class ColumnOrderTests
{
    private const int Columns = 10;

    [Theory]
    [InlineData("Tree", 0, false, true)]
    [InlineData("Tree", 32, false, true)]
    [InlineData("Tree", 0, false, false)]
    [InlineData("Forest", 0, false, true)]
    [InlineData("Forest", 0, true, true)]
    [InlineData("Forest", 32, false, false)]
    [InlineData("Boosted", 32, false, true)]
    public void Of_fifty_tables_of_noise_no_column_is_more_important_than_another(string kind, int bins, bool random, bool classes)
    {
        const int tables = 50;
        var importance = new double[tables][];
        for (int seed = 0; seed < tables; seed++)
        {
            Model model = Train(kind, bins, random, Noise(seed, classes), seed);
            double[] scores = new double[Columns];
            foreach (FeatureImportance feature in Rank(model))
                scores[feature.Feature[1] - '0'] = feature.Importance;
            importance[seed] = [.. scores.Select(score => score / scores.Sum())];
        }
        for (int column = 0; column < Columns; column++)
        {
            double mean = importance.Average(table => table[column]),
                error = Math.Sqrt(importance.Average(table => Math.Pow(table[column] - mean, 2)) / (tables - 1));
            Assert.True(
                Math.Abs(mean - 1.0 / Columns) < 3 * error,
                $"column {column}: {mean:0.0000} ± {error:0.0000}; {string.Join(' ', Means(importance).Select(m => m.ToString("0.000")))}"
            );
        }
    }

    [Theory]
    [InlineData("RecursiveElimination")]
    [InlineData("FeatureImportance")]
    public void Features_that_go_from_noise_are_not_those_at_the_end(string method)
    {
        var kept = new int[Columns];
        for (int seed = 0; seed < 20; seed++)
        {
            Model model = Train("Forest", 0, true, Noise(seed, true), seed);
            var options = new PruningOptions
            {
                Method = method,
                Target = new PruningTarget { KeepFeatureCount = 3 },
                Seed = seed,
            };
            Model pruned = ModelPruners.For(model, options).Prune(model, null, options, SilentMonitor.Instance);
            foreach (DatasetColumn feature in pruned.Preprocessing.Features)
                kept[feature.Name[1] - '0']++;
        }
        // 6 of 20 are expected, with a standard deviation of 2.
        Assert.All(kept, count => Assert.InRange(count, 0, 13));
        Assert.InRange(kept[0] + kept[1] + kept[2], 6, 32);
    }

    [Fact]
    public void Features_that_the_model_does_not_use_go_in_an_order_of_the_seed()
    {
        // One column says all; the nine others are never used, and all have the importance 0.
        Dataset data = Noise(1, true, signal: 4);
        HashSet<string> kept = [];
        for (int seed = 0; seed < 10; seed++)
        {
            Model model = Train("Tree", 0, false, data, seed);
            var options = new PruningOptions
            {
                Method = "FeatureImportance",
                Target = new PruningTarget { KeepFeatureCount = 2 },
                Seed = seed,
            };
            Model pruned = ModelPruners.For(model, options).Prune(model, null, options, SilentMonitor.Instance);
            Assert.Contains(pruned.Preprocessing.Features, feature => feature.Name == "x4");
            kept.UnionWith(pruned.Preprocessing.Features.Select(feature => feature.Name));
        }
        Assert.InRange(kept.Count, 5, Columns);
    }

    private static IEnumerable<double> Means(double[][] importance) =>
        Enumerable.Range(0, Columns).Select(column => importance.Average(table => table[column]));

    private static IReadOnlyList<FeatureImportance> Rank(Model model) =>
        FeatureRanker.Rank(model, null, new ImportanceOptions { Method = "ImpurityDecrease" }, SilentMonitor.Instance);

    private static Model Train(string kind, int bins, bool random, Dataset data, int seed)
    {
        var tree = new TreeOptions
        {
            MaxBins = bins,
            Seed = seed,
            Threads = 1,
        };
        return ModelKindCatalog
            .Get(kind)
            .Train(
                data,
                new TrainingRequest
                {
                    Kind = kind,
                    Tree = tree,
                    Forest = new ForestOptions
                    {
                        TreeCount = 15,
                        RandomThresholds = random,
                        Tree = tree,
                    },
                    Boosting = new BoostingOptions { TreeCount = 10, Tree = tree with { MaxLeaves = 31 } },
                    Seed = seed,
                },
                SilentMonitor.Instance
            );
    }

    /// <summary>Few rows and values, so that many splits are equally good.</summary>
    private static Dataset Noise(int seed, bool classes, int? signal = null)
    {
        const int rows = 100;
        var random = new Random(1000 + seed);
        float[] inputs = [.. Enumerable.Range(0, rows * Columns).Select(_ => (float)random.Next(12))],
            targets = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(2))];
        for (int row = 0; row < rows && signal is not null; row++)
            targets[row] = inputs[row * Columns + signal.Value] > 5 ? 1 : 0;
        return DatasetFactory.Create(inputs, targets, [Columns], classes ? ["a", "b"] : []);
    }
}
