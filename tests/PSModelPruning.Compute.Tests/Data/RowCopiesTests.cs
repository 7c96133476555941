using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>Copies that oversampling makes are one observation wherever rows are divided, drawn or compared.</summary>
public class RowCopiesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Out_of_bag_rows_of_an_oversampled_coin_are_guessed_like_a_coin(bool replacement)
    {
        using Dataset coins = Coins();
        var forest = (ForestModel)Train(
            coins,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new ForestOptions { Bootstrap = replacement, SampleFraction = 0.6 },
            }
        );
        Assert.InRange(forest.OutOfBagScore, 0.4, 0.6);
        IReadOnlyList<FeatureImportance> importance = FeatureRanker.Rank(
            forest,
            null,
            new ImportanceOptions { Method = "OutOfBagPermutation" },
            SilentMonitor.Instance
        );
        Assert.All(importance, feature => Assert.InRange(feature.Importance, -0.05, 0.05));
    }

    [Fact]
    public void Cross_validated_pruning_of_an_oversampled_coin_leaves_few_leaves()
    {
        var left = new List<int>();
        for (int seed = 0; seed < 7; seed++)
        {
            using Dataset coins = Coins(seed: seed);
            var tree = (TreeModel)Train(coins, new TrainingRequest { Kind = "Tree" });
            var options = new PruningOptions
            {
                Method = "CostComplexity",
                Seed = seed,
                Target = new PruningTarget { Rule = "OneStandardError" },
            };
            var pruned = (TreeModel)ModelPruners.For(tree, options).Prune(tree, null, options, SilentMonitor.Instance);
            Assert.InRange(pruned.Leaves, 1, tree.Leaves / 2);
            left.Add(pruned.Leaves);
        }
        Assert.InRange(left.Order().ElementAt(3), 1, 5);
    }

    [Fact]
    public void Parts_of_a_cross_validation_share_no_copies()
    {
        using Dataset coins = Coins();
        var split = new FoldSplit(coins, 5, 3);
        for (int part = 0; part < 5; part++)
        {
            using Dataset fold = split.Fold(part);
            HashSet<string> learned = [.. Rows(fold.Training)];
            Assert.DoesNotContain(Rows(fold.Test), learned.Contains);
            Assert.Equal(learned.Count, fold.TrainingObservations);
            Assert.InRange(fold.Test.Targets.ToArray().Average(), 0.4, 0.6);
        }
    }

    [Fact]
    public void Oversampled_noise_is_not_found_relevant()
    {
        using Dataset coins = Coins();
        RelevanceTest test = RelevanceTest.Run(
            coins,
            new PruningOptions
            {
                Seed = 1,
                Features = new FeatureOptions { Rounds = 30 },
            },
            SilentMonitor.Instance
        );
        Assert.DoesNotContain(test.Features, feature => feature.Verdict == RelevanceVerdict.Confirmed);
    }

    [Theory]
    [InlineData("MutualInformation")]
    [InlineData("AnovaF")]
    public void Copies_do_not_change_what_a_column_says(string method)
    {
        using Dataset once = Coins(balance: "None");
        using Dataset often = Coins();
        Assert.Equal(Scores(once), Scores(often));

        double[] Scores(Dataset data) =>
            [
                .. FeatureRanker
                    .Rank(data, new ImportanceOptions { Method = method, Seed = 4 }, SilentMonitor.Instance)
                    .OrderBy(feature => feature.Feature)
                    .Select(feature => Math.Round(feature.Importance, 4)),
            ];
    }

    [Theory]
    [InlineData("Editing")]
    [InlineData("RepeatedEditing")]
    [InlineData("AllKnn")]
    [InlineData("TomekLinks")]
    [InlineData("Drop3")]
    public void A_copy_does_not_speak_for_its_row(string method)
    {
        // One row of class 1 amid class 0, three times; and far away class 1 on its own.
        (double, int)[] rows = [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (2.6, 1), (2.6, 1), (2.6, 1), (50, 1), (51, 1), (52, 1), (53, 1)];
        var model = new NeighborModel(
            new ModelDescription
            {
                Name = "neighbours",
                Task = LearningTask.Classification,
                Classes = ["a", "b"],
                Preprocessing = new Preprocessing
                {
                    Features = [new DatasetColumn { Name = "x", InputCount = 1 }],
                    Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
                    InputShape = [1],
                },
            },
            rows.Select(row => (float)row.Item1).ToArray(),
            rows.Select(row => (float)row.Item2).ToArray(),
            new NeighborOptions { Neighbors = method == "TomekLinks" ? 1 : 3 }
        )
        {
            Copies = RowCopies.Of([0, 1, 2, 3, 4, 5, 5, 5, 8, 9, 10, 11]),
        };
        var options = new PruningOptions { Method = method };
        var pruned = (NeighborModel)ModelPruners.For(model, options).Prune(model, null, options, SilentMonitor.Instance);
        Assert.DoesNotContain(2.6f, pruned.Inputs.ToArray());
        Assert.Null(pruned.Copies);
        Assert.Contains(pruned.Inputs.ToArray(), x => x >= 50);
    }

    [Fact]
    public void Copies_are_known_after_features_are_taken_away()
    {
        using Dataset coins = Coins();
        using Dataset narrow = NarrowedDataset.Of(coins, [0, 2]);
        Assert.Equal(coins.TrainingObservations, narrow.TrainingObservations);
        Assert.True(coins.TrainingObservations < coins.TrainingRows);
    }

    private static Model Train(Dataset data, TrainingRequest request) =>
        ModelKindCatalog.Get(request.Kind).Train(data, request, SilentMonitor.Instance);

    private static IEnumerable<string> Rows(Partition rows)
    {
        float[] buffer = [];
        for (int row = 0; row < rows.RowCount; row++)
            yield return string.Join(' ', rows.Rows(row, 1, ref buffer).ToArray());
    }

    /// <summary>A rare class and a frequent one that no column tells apart.</summary>
    private static Dataset Coins(string balance = "Oversample", int seed = 5)
    {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,d,y\n");
        for (int row = 0; row < 1200; row++)
        {
            for (int column = 0; column < 4; column++)
                text.Append(random.NextDouble().ToString("0.00000", CultureInfo.InvariantCulture)).Append(',');
            text.Append(row % 10 == 0 ? "rare" : "usual").Append('\n');
        }
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text.ToString());
            return DatasetImporter.Import(
                [path],
                [],
                new ImportOptions
                {
                    Format = "Csv",
                    Target = "y",
                    Balance = balance,
                    Seed = 2,
                },
                SilentMonitor.Instance
            );
        }
        finally
        {
            File.Delete(path);
        }
    }
}
