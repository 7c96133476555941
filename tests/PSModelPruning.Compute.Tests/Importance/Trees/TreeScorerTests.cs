using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Importance.Trees;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Importance.Trees;

public class TreeScorerTests
{
    [Theory]
    [InlineData("Tree")]
    [InlineData("Forest")]
    [InlineData("Boosted")]
    public void What_decides_the_class_is_first_by_every_method(string kind)
    {
        Dataset data = Decisive();
        Model model = Train(data, kind);
        string[] methods = ["ImpurityDecrease", "TreeShap", "Permutation", .. kind == "Forest" ? new[] { "OutOfBagPermutation" } : []];
        foreach (string method in methods)
        {
            IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
                model,
                null,
                new ImportanceOptions { Method = method },
                SilentMonitor.Instance
            );
            Assert.Equal("colour", ranking[0].Feature);
            Assert.Equal("amount", ranking[1].Feature);
            Assert.True(
                ranking[2].Importance < ranking[1].Importance / 3,
                $"{method}: {ranking[2].Importance} against {ranking[1].Importance}"
            );
        }
    }

    [Theory]
    [InlineData("Tree")]
    [InlineData("Forest")]
    [InlineData("Boosted")]
    public void Impurity_decreases_sum_to_1(string kind)
    {
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
            Train(Decisive(), kind),
            null,
            new ImportanceOptions { Method = "ImpurityDecrease" },
            SilentMonitor.Instance
        );
        Assert.Equal(1, ranking.Sum(feature => feature.Importance), 1e-9);
        Assert.All(ranking, feature => Assert.True(feature.Importance >= 0));
    }

    [Fact]
    public void The_impurity_decrease_of_a_tree_is_what_a_hand_computes()
    {
        // Root of 8 rows, Gini ½; x0 leaves ¼·… pure left (4 rows) and a right node of 4 rows with Gini ⅜ that x1 makes pure.
        var tree = new DecisionTree(
            2,
            [0, -1, 1, -1, -1],
            [0.5f, 0, 0.5f, 0, 0],
            new bool[5],
            [2, 0, 4, 0, 0],
            [8, 4, 4, 3, 1],
            [15.0 / 32, 0, 0.375, 0, 0],
            [0.625f, 0.375f, 1, 0, 0.25f, 0.75f, 0, 1, 1, 0]
        );
        Dataset data = HandMade.Data(
            HandMade.Schema(HandMade.Number("a", 0), HandMade.Number("b", 1)),
            ["no", "yes"],
            [0, 0, 1, 1],
            [0, 1]
        );
        var model = new TreeModel(
            new ModelDescription
            {
                Name = "t",
                Task = LearningTask.Classification,
                Classes = data.Classes,
                Preprocessing = data.Preprocessing,
                Dataset = data,
            },
            tree,
            new TreeOptions()
        );
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
            model,
            null,
            new ImportanceOptions { Method = "ImpurityDecrease" },
            SilentMonitor.Instance
        );
        // a: 8·15/32 − 4·⅜ = 2.25; b: 4·⅜ = 1.5.
        Assert.Equal(["a", "b"], ranking.Select(feature => feature.Feature));
        Assert.Equal(0.6, ranking[0].Importance, 1e-9);
        Assert.Equal(0.4, ranking[1].Importance, 1e-9);
    }

    [Theory]
    [InlineData("Tree", 3)]
    [InlineData("Forest", 3)]
    [InlineData("Forest", 0)]
    [InlineData("Boosted", 2)]
    [InlineData("Boosted", 3)]
    [InlineData("Boosted", 0)]
    public void Shapley_values_and_the_expectation_sum_to_what_the_model_says(string kind, int classes)
    {
        Dataset data = classes == 0 ? TreeData.Numbers() : TreeData.Blobs(classes, missing: 0.1);
        Model model = Train(data, kind);
        TreeParts parts = TreeParts.Of(model)!;
        double[] expected = parts.Expectation();
        var shap = new TreeShap();
        var effects = new double[model.Preprocessing.Width * parts.Outputs];
        float[] outputs = TreeData.Predict(model);
        for (int row = 0; row < 20; row++)
        {
            parts.Explain(data.Test.Row(row), shap, effects);
            double[] sums =
            [
                .. Enumerable.Range(0, parts.Outputs).Select(k => expected[k] + effects.Where((_, i) => i % parts.Outputs == k).Sum()),
            ];
            if (kind == "Boosted" && classes > 0)
                sums = Probabilities(sums);
            for (int k = 0; k < sums.Length; k++)
                Assert.Equal(outputs[row * model.OutputCount + k], sums[k], classes == 0 ? 0.01 : 1e-4);
        }
    }

    [Fact]
    public void The_global_Shapley_score_is_the_mean_size_over_rows_with_the_inputs_of_a_column_summed_first()
    {
        Dataset data = Decisive();
        var model = (ForestModel)Train(data, "Forest");
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
            model,
            null,
            new ImportanceOptions { Method = "TreeShap", Partition = PartitionName.Test },
            SilentMonitor.Instance
        );
        TreeParts parts = TreeParts.Of(model)!;
        var shap = new TreeShap();
        var effects = new double[data.Inputs * 2];
        double sum = 0;
        for (int row = 0; row < data.TestRows; row++)
        {
            parts.Explain(data.Test.Row(row), shap, effects);
            // The colour's three inputs come first; of two classes the sizes are the same.
            sum += Math.Abs(effects[0] + effects[2] + effects[4]);
        }
        Assert.Equal(sum / data.TestRows, ranking.Single(feature => feature.Feature == "colour").Importance, 1e-9);
    }

    [Fact]
    public void Out_of_bag_permutation_needs_the_training_rows_that_the_forest_was_grown_from()
    {
        Dataset data = Decisive();
        Model forest = Train(data, "Forest");
        Assert.Equal(
            "ImportanceNeedsTrainingRows",
            Error(forest, null, new ImportanceOptions { Method = "OutOfBagPermutation", Partition = PartitionName.Test })
        );
        Assert.Equal(
            "ImportanceNeedsTrainingRows",
            Error(forest, null, new ImportanceOptions { Method = "OutOfBagPermutation", SampleFraction = 0.5 })
        );
        Assert.Equal(
            "ImportanceNeedsTrainingRows",
            Error(forest, Decisive(seed: 9), new ImportanceOptions { Method = "OutOfBagPermutation" })
        );
        Model all = TreeData.Train<ForestModel>(
            data,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new ForestOptions { TreeCount = 5, Bootstrap = false },
            }
        );
        Assert.Equal("ImportanceNotForModel", Error(all, null, new ImportanceOptions { Method = "OutOfBagPermutation" }));
        Assert.Equal("ImportanceNotForModel", Error(Train(data, "Tree"), null, new ImportanceOptions { Method = "OutOfBagPermutation" }));
        Assert.Equal("ImportanceNotForModel", Error(Train(data, "Neighbors"), null, new ImportanceOptions { Method = "TreeShap" }));
    }

    [Fact]
    public void Out_of_bag_permutation_gives_the_same_figures_again()
    {
        Model forest = Train(Decisive(), "Forest");
        var options = new ImportanceOptions { Method = "OutOfBagPermutation", Seed = 3 };
        Assert.Equal(
            FeatureRanker.Rank(forest, null, options, SilentMonitor.Instance),
            FeatureRanker.Rank(forest, null, options, SilentMonitor.Instance)
        );
    }

    private static string Error(Model model, Dataset? dataset, ImportanceOptions options) =>
        Assert.Throws<ComputeException>(() => FeatureRanker.Rank(model, dataset, options, SilentMonitor.Instance)).ErrorId;

    private static double[] Probabilities(double[] scores)
    {
        if (scores.Length == 1)
            return [1 - 1 / (1 + Math.Exp(-scores[0])), 1 / (1 + Math.Exp(-scores[0]))];
        double sum = scores.Sum(Math.Exp);
        return [.. scores.Select(score => Math.Exp(score) / sum)];
    }

    private static Model Train(Dataset data, string kind) =>
        TreeData.Train<Model>(
            data,
            new TrainingRequest
            {
                Kind = kind,
                Seed = 1,
                Forest = new ForestOptions { TreeCount = 30 },
                Boosting = new BoostingOptions { TreeCount = 20 },
                Tree = new TreeOptions { MaxDepth = 6 },
            }
        );

    /// <summary>A colour of three categories decides most, an amount the rest, and two columns are noise.</summary>
    private static Dataset Decisive(int seed = 1)
    {
        const int rows = 700,
            width = 6;
        var random = new Random(seed);
        var inputs = new float[rows * width];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            int colour = random.Next(3);
            inputs[row * width + colour] = 1;
            for (int i = 3; i < width; i++)
                inputs[row * width + i] = random.NextSingle();
            bool yes = colour == 0 || (colour == 1 && inputs[row * width + 3] > 0.5f);
            targets[row] = yes != (random.Next(20) == 0) ? 1 : 0;
        }
        return HandMade.Data(
            HandMade.Schema(
                HandMade.Category("colour", 0, "red", "green", "blue"),
                HandMade.Number("amount", 3),
                HandMade.Number("noise", 4),
                HandMade.Number("more noise", 5)
            ),
            ["no", "yes"],
            inputs,
            targets,
            validation: 100,
            test: 100
        );
    }
}
