using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Forests;

namespace PSModelPruning.Compute.Tests.Training.Forests;

public class ForestTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_out_of_bag_score_is_what_a_plain_recomputation_gives(bool classes)
    {
        Dataset data = classes ? TreeData.Blobs() : TreeData.Numbers();
        ForestModel forest = Grow(data, new ForestOptions { TreeCount = 15 });
        Assert.Equal(PlainOutOfBag(forest, data), forest.OutOfBagScore, 1e-9);
    }

    [Fact]
    public void The_out_of_bag_score_is_near_the_score_on_rows_that_nobody_saw()
    {
        Dataset data = TreeData.Blobs(training: 1500, test: 1500);
        ForestModel forest = Grow(data, new ForestOptions());
        float[] outputs = TreeData.Predict(forest);
        double accuracy = Enumerable
            .Range(0, data.TestRows)
            .Average(row => OutputScore.MostProbable(outputs.AsSpan(row * 3, 3)) == data.Test.Label(row) ? 1.0 : 0);
        Assert.Equal(accuracy, forest.OutOfBagScore, 0.04);
        Assert.True(accuracy > 0.8, $"{accuracy}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void The_forest_is_the_same_for_any_number_of_threads(int maxBins)
    {
        Dataset data = TreeData.Blobs(missing: 0.1);
        var options = new ForestOptions
        {
            TreeCount = 12,
            Tree = new TreeOptions { MaxBins = maxBins },
        };
        ForestModel one = Grow(data, options with { Tree = options.Tree with { Threads = 1 } });
        ForestModel three = Grow(data, options with { Tree = options.Tree with { Threads = 3 } });
        Assert.Equal(TreeData.Predict(one), TreeData.Predict(three));
        Assert.Equal(one.OutOfBagScore, three.OutOfBagScore);
        Assert.NotEqual(TreeData.Predict(one), TreeData.Predict(Grow(data, options, seed: 2)));
    }

    [Fact]
    public void Without_bootstrap_each_tree_learns_all_rows_by_heart_and_there_is_no_out_of_bag_score()
    {
        Dataset data = TreeData.Blobs();
        ForestModel forest = Grow(data, new ForestOptions { TreeCount = 5, Bootstrap = false });
        Assert.True(double.IsNaN(forest.OutOfBagScore));
        Assert.All(forest.Trees, tree => Assert.Equal(data.TrainingRows, tree.Weights[0]));
        float[] outputs = TreeData.Predict(forest, PartitionName.Training);
        Assert.All(Enumerable.Range(0, data.TrainingRows), row => Assert.Equal(1, outputs[row * 3 + data.Training.Label(row)], 1e-5));
    }

    [Fact]
    public void A_fraction_of_the_rows_is_drawn_without_replacement_where_there_is_no_bootstrap_and_with_it_where_there_is()
    {
        Dataset data = TreeData.Blobs(training: 200);
        ForestModel without = Grow(
            data,
            new ForestOptions
            {
                TreeCount = 5,
                Bootstrap = false,
                SampleFraction = 0.3,
            }
        );
        Assert.All(without.Trees, tree =>
            Assert.Equal((60, 60), (Counts(tree, without.Options, 200).Sum(), Counts(tree, without.Options, 200).Count(c => c == 1)))
        );
        Assert.Equal(PlainOutOfBag(without, data), without.OutOfBagScore, 1e-9);
        ForestModel with = Grow(data, new ForestOptions { TreeCount = 5, SampleFraction = 0.3 });
        Assert.Equal(PlainOutOfBag(with, data), with.OutOfBagScore, 1e-9);
        Assert.All(with.Trees, tree => Assert.Equal(60, tree.Weights[0]));
        Assert.Contains(with.Trees, tree => Counts(tree, with.Options, 200).Max() > 1);
    }

    [Fact]
    public void Random_thresholds_lie_between_the_least_and_the_greatest_value_and_differ_from_midpoints()
    {
        Dataset data = TreeData.Blobs();
        ForestModel forest = Grow(data, new ForestOptions { TreeCount = 20, RandomThresholds = true });
        float[] inputs = data.Training.Inputs.ToArray();
        foreach (DecisionTree tree in forest.Trees)
        {
            for (int node = 0; node < tree.NodeCount; node++)
            {
                if (tree.Features[node] == DecisionTree.Leaf)
                    continue;
                float[] column = [.. inputs.Where((_, i) => i % 5 == tree.Features[node])];
                Assert.InRange(tree.Thresholds[node], column.Min(), column.Max());
            }
        }
        Assert.True(forest.OutOfBagScore > 0.75, $"{forest.OutOfBagScore}");
        Assert.NotEqual(TreeData.Predict(Grow(data, new ForestOptions { TreeCount = 20 })), TreeData.Predict(forest));
    }

    [Fact]
    public void A_class_that_weighs_nothing_is_never_predicted()
    {
        Dataset data = TreeData.Blobs();
        ForestModel forest = Grow(
            data,
            new ForestOptions
            {
                TreeCount = 10,
                Tree = new TreeOptions { ClassWeights = [1, 0, 1] },
            }
        );
        float[] outputs = TreeData.Predict(forest);
        Assert.All(Enumerable.Range(0, data.TestRows), row => Assert.Equal(0, outputs[row * 3 + 1]));
    }

    [Fact]
    public void A_forest_that_is_fitted_again_has_the_same_options_and_fits_fewer_inputs()
    {
        Dataset data = TreeData.Blobs();
        ForestModel forest = Grow(
            data,
            new ForestOptions
            {
                TreeCount = 7,
                Tree = new TreeOptions { MaxFeatures = "4", MaxDepth = 3 },
            }
        );
        Dataset narrow = TreeData.Blobs(width: 3);
        var again = (ForestModel)ModelKindCatalog.Of(forest)!.Refit(forest, narrow, 5, SilentMonitor.Instance);
        Assert.Equal((7, 5), (again.TreeCount, again.Seed));
        Assert.All(again.Trees, tree => Assert.True(tree.Depth <= 3));
    }

    [Theory]
    [InlineData("abc", "MaxFeaturesInvalid")]
    [InlineData("0", "MaxFeaturesInvalid")]
    [InlineData("-1", "MaxFeaturesInvalid")]
    [InlineData("6", "MaxFeaturesInvalid")]
    [InlineData("NaN", "MaxFeaturesInvalid")]
    public void An_impossible_number_of_inputs_is_an_error(string rule, string id) =>
        Assert.Equal(
            id,
            Assert
                .Throws<ComputeException>(() => Grow(TreeData.Blobs(), new ForestOptions { Tree = new TreeOptions { MaxFeatures = rule } }))
                .ErrorId
        );

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void An_impossible_fraction_of_the_rows_is_an_error(double fraction) =>
        Assert.Equal(
            "TrainingOptionOutOfRange",
            Assert.Throws<ComputeException>(() => Grow(TreeData.Blobs(), new ForestOptions { SampleFraction = fraction })).ErrorId
        );

    [Fact]
    public void Growing_stops_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ModelKindCatalog.Get("Forest").Train(TreeData.Blobs(), new TrainingRequest { Kind = "Forest" }, new SilentMonitor(source.Token))
        );
    }

    private static ForestModel Grow(Dataset data, ForestOptions options, int seed = 1) =>
        TreeData.Train<ForestModel>(
            data,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = options,
                Seed = seed,
            }
        );

    private static int[] Counts(DecisionTree tree, ForestOptions options, int rows)
    {
        var counts = new int[rows];
        RowDraw.Draw(tree.SampleSeed!.Value, options, counts);
        return counts;
    }

    /// <summary>The accuracy, or R², of the rows that a tree has not seen, each as the mean of the trees that have not.</summary>
    private static double PlainOutOfBag(ForestModel forest, Dataset data)
    {
        int[][] counts = [.. forest.Trees.Select(tree => Counts(tree, forest.Options, data.TrainingRows))];
        var judged = new List<(float[] Output, float Target)>();
        for (int row = 0; row < data.TrainingRows; row++)
        {
            var sum = new float[forest.OutputCount];
            float weights = 0;
            for (int t = 0; t < forest.TreeCount; t++)
            {
                if (counts[t][row] > 0)
                    continue;
                DecisionTree tree = forest.Trees[t];
                float weight = (float)forest.Weights[t];
                weights += weight;
                for (int k = 0; k < sum.Length; k++)
                    sum[k] += weight * tree.Value(tree.LeafOf(data.Training.Row(row)))[k];
            }
            if (weights > 0)
                judged.Add(([.. sum.Select(value => value / weights)], data.Training.Targets.Span[row]));
        }
        Assert.True(judged.Count > data.TrainingRows / 2);
        if (data.Task == LearningTask.Classification)
            return judged.Average(row => Array.IndexOf(row.Output, row.Output.Max()) == (int)row.Target ? 1.0 : 0);
        double mean = judged.Average(row => (double)row.Target);
        return 1
            - judged.Sum(row => Math.Pow((double)row.Output[0] - row.Target, 2))
                / judged.Sum(row => Math.Pow((double)row.Target - mean, 2));
    }
}
