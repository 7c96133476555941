using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Importance;

public sealed class ModelScorerTests
{
    private static readonly Preprocessing Schema = HandMade.Schema(
        HandMade.Number("strong", 0),
        HandMade.Number("weak", 1),
        HandMade.Number("unused", 2),
        HandMade.Category("color", 3, "red", "green")
    );

    [Fact]
    public void Shuffling_costs_what_the_formula_of_a_linear_model_says()
    {
        // y = 3·a + b with independent standard normal inputs: shuffling a costs 2·9 of a variance of 10 in R², b costs 2·1.
        Dataset data = Normals(20000);
        using NetworkModel model = HandMade.Linear(
            Schema,
            [],
            new float[,]
            {
                { 3, 1, 0, 0, 0 },
            },
            dataset: data
        );

        Dictionary<string, FeatureImportance> ranking = Rank(model, "Permutation");

        Assert.Equal(1.8, ranking["strong"].Importance, 0.05);
        Assert.Equal(0.2, ranking["weak"].Importance, 0.02);
        Assert.Equal(0, ranking["unused"].Importance, 9);
        Assert.Equal(["strong", "weak"], ranking.Values.OrderBy(r => r.Rank).Take(2).Select(r => r.Feature));
        Assert.InRange(ranking["strong"].StandardDeviation, 1e-6, 0.05);
        Assert.Equal(0, ranking["unused"].StandardDeviation);
        Assert.Equal(1, ranking["strong"].Relative);
    }

    [Fact]
    public void Shuffling_loses_the_accuracy_that_rests_on_the_feature_and_moves_a_columns_inputs_together()
    {
        // The class is the color; a row whose inputs were shuffled one by one could be both red and green, or neither, and go to class
        // "odd".
        var random = new Random(3);
        int[] colors = [.. Enumerable.Range(0, 4000).Select(_ => random.Next(2))];
        float[] inputs = [.. colors.SelectMany(c => new float[] { 0, 0, 0, c == 0 ? 1 : 0, c })];
        string[] classes = ["red", "green", "odd"];
        Dataset data = HandMade.Data(Schema, classes, inputs, [.. colors.Select(c => (float)c)]);
        float[,] weight =
        {
            { 0, 0, 0, 2, -2 },
            { 0, 0, 0, -2, 2 },
            { 0, 0, 0, 0, 0 },
        };
        using NetworkModel model = HandMade.Linear(Schema, classes, weight, [0, 0, 1], data);

        FeatureImportance color = Rank(model, "Permutation")["color"];

        Assert.Equal(0.5, color.Importance, 0.03);
    }

    [Fact]
    public void The_same_seed_gives_the_same_figures_and_the_rows_stay_as_they_were()
    {
        Dataset data = Normals(500);
        float[] before = data.All.InOnePiece().ToArray();
        using NetworkModel model = HandMade.Linear(
            Schema,
            [],
            new float[,]
            {
                { 3, 1, 0, 0.5f, 0 },
            },
            dataset: data
        );

        double first = Rank(model, "Permutation")["weak"].Importance;

        Assert.Equal(first, Rank(model, "Permutation")["weak"].Importance);
        Assert.NotEqual(first, Rank(model, "Permutation", new ImportanceOptions { Seed = 9 })["weak"].Importance);
        Assert.Equal(before, data.All.InOnePiece().ToArray());
    }

    [Fact]
    public void One_repeat_has_no_standard_deviation()
    {
        using NetworkModel model = HandMade.Linear(
            Schema,
            [],
            new float[,]
            {
                { 3, 1, 0, 0, 0 },
            },
            dataset: Normals(100)
        );

        Assert.True(double.IsNaN(Rank(model, "Permutation", new ImportanceOptions { Repeats = 1 })["strong"].StandardDeviation));
    }

    [Fact]
    public void The_gradient_of_a_linear_regression_is_its_weight_in_own_units()
    {
        using NetworkModel model = HandMade.Linear(
            Schema,
            [],
            new float[,]
            {
                { 3, -1, 0, 0.25f, -0.5f },
            },
            dataset: Normals(50),
            targetScale: 10
        );

        Dictionary<string, FeatureImportance> ranking = Rank(model, "Gradient");

        Assert.Equal([30, 10, 0, 5], new[] { "strong", "weak", "unused", "color" }.Select(name => Math.Round(ranking[name].Importance, 4)));
        Assert.True(double.IsNaN(ranking["strong"].StandardDeviation));
    }

    [Fact]
    public void The_gradient_of_a_network_is_the_mean_size_of_the_derivative()
    {
        // out = 2·relu(x) − relu(−x): the slope is 2 for x > 0 and 1 for x < 0.
        TorchRuntime.EnsureAvailable();
        Preprocessing schema = HandMade.Schema(HandMade.Number("x", 0));
        NodeAttributes transposed = NodeAttributes.Empty.With("transB", 1);
        var graph = new Graph(
            "input",
            [1],
            "out",
            [
                new Node("fc1", "Gemm", ["input", "w1"], "h", transposed),
                new Node("relu1", "Relu", ["h"], "a", NodeAttributes.Empty),
                new Node("fc2", "Gemm", ["a", "w2"], "out", transposed),
            ],
            [
                new GraphParameter(
                    "w1",
                    tensor(
                        new float[,]
                        {
                            { 1 },
                            { -1 },
                        }
                    ),
                    true
                ),
                new GraphParameter(
                    "w2",
                    tensor(
                        new float[,]
                        {
                            { 2, -1 },
                        }
                    ),
                    true
                ),
            ]
        );
        Dataset data = HandMade.Data(schema, [], [1, 2, 3, -1], [0, 0, 0, 0]);
        using var model = new NetworkModel(
            new ModelDescription
            {
                Name = "net",
                Task = LearningTask.Regression,
                Preprocessing = schema,
                Dataset = data,
            },
            graph
        );

        Assert.Equal((2 + 2 + 2 + 1) / 4.0, Rank(model, "Gradient")["x"].Importance, 6);
    }

    [Fact]
    public void Coefficients_of_two_classes_are_those_of_the_log_odds()
    {
        float[,] weight =
        {
            { 1, -1, 0, 0.25f, 0 },
            { 4, -1, 0, 0, -1 },
        };
        using NetworkModel model = HandMade.Linear(Schema, ["no", "yes"], weight, [7, 8]);

        Dictionary<string, FeatureImportance> ranking = Rank(model, "Coefficient");

        // color: red changes the log-odds of yes by −0.25, green by −1, so one in place of the other by 0.75.
        Assert.Equal(
            [3, 0, 0, 0.75],
            new[] { "strong", "weak", "unused", "color" }.Select(name => Math.Round(ranking[name].Importance, 5))
        );
    }

    [Fact]
    public void Coefficients_do_not_depend_on_what_all_classes_share()
    {
        using NetworkModel model = HandMade.Linear(
            Schema,
            ["a", "b", "c"],
            new float[,]
            {
                { 1, 2, 0, 0, 0 },
                { 5, 2, 0, 0, 0 },
                { 2, 2, 0, 0, 0 },
            }
        );
        using NetworkModel shifted = HandMade.Linear(
            Schema,
            ["a", "b", "c"],
            new float[,]
            {
                { 11, 2, 3, 0, 0 },
                { 15, 2, 3, 0, 0 },
                { 12, 2, 3, 0, 0 },
            }
        );

        Assert.Equal(4, Rank(model, "Coefficient")["strong"].Importance, 5);
        Assert.Equal(4, Rank(shifted, "Coefficient")["strong"].Importance, 5);
        Assert.Equal(0, Rank(shifted, "Coefficient")["unused"].Importance, 5);
    }

    [Fact]
    public void Measuring_leaves_no_tensor_behind()
    {
        using NetworkModel model = HandMade.Linear(
            Schema,
            [],
            new float[,]
            {
                { 3, -1, 0, 0.25f, -0.5f },
            },
            dataset: Normals(50)
        );
        void All()
        {
            foreach (string method in new[] { "Permutation", "Gradient", "Coefficient" })
                Rank(model, method);
        }
        All();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (int i = 0; i < 20; i++)
            All();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static Dictionary<string, FeatureImportance> Rank(Model model, string method, ImportanceOptions? options = null) =>
        FeatureRanker
            .Rank(model, null, (options ?? new ImportanceOptions()) with { Method = method }, SilentMonitor.Instance)
            .ToDictionary(r => r.Feature);

    private static Dataset Normals(int rows)
    {
        var random = new Random(4);
        var inputs = new float[rows * 5];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < 3; i++)
                inputs[row * 5 + i] = (float)(
                    Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())
                );
            inputs[row * 5 + 3 + row % 2] = 1;
            targets[row] = 3 * inputs[row * 5] + inputs[row * 5 + 1];
        }
        return HandMade.Data(Schema, [], inputs, targets);
    }
}
