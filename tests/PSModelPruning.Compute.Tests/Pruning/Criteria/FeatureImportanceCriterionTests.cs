using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class FeatureImportanceCriterionTests
{
    [Fact]
    public void A_weight_scores_its_size_times_the_importance_that_arrives()
    {
        using var setting = new CriterionSetting(8, [5], "linear 4", "tanh", "linear 6", "relu");
        using NetworkModel model = PruningFixture.Model(setting.Graph.Clone(), setting.Data);
        double[] arrives = Importance(model, setting.Data, "AnovaF");

        foreach ((string layer, int outputs) in new[] { ("fc1.weight", 4), ("fc2.weight", 6), ("fc3.weight", 3) })
        {
            float[] weight = setting.Weight(Name(setting.Graph, layer));
            int inputs = arrives.Length;
            double mean = arrives.Average();
            float[] expected = [.. weight.Select((w, i) => (float)(Math.Abs(w) * arrives[i % inputs] / mean))];
            CriterionSetting.AssertClose(expected, Scores(setting, Name(setting.Graph, layer)), 1e-5f);
            double[] from = arrives;
            arrives =
            [
                .. Enumerable
                    .Range(0, outputs)
                    .Select(o => Enumerable.Range(0, inputs).Sum(i => Math.Abs(weight[o * inputs + i]) * from[i])),
            ];
        }
    }

    [Fact]
    public void A_unit_scores_what_arrives_at_it()
    {
        using var setting = new CriterionSetting();
        using NetworkModel model = PruningFixture.Model(setting.Graph.Clone(), setting.Data);
        double[] importance = Importance(model, setting.Data, "AnovaF");
        float[] weight = setting.Weight(Name(setting.Graph, "fc1.weight"));

        using DisposeScope scope = NewDisposeScope();
        float[] scores =
        [
            .. CriterionCatalog
                .Get("FeatureImportance")
                .ScoreUnits(setting.Context, setting.Units)
                .data<double>()
                .ToArray()
                .Select(score => (float)score),
        ];

        float[] expected =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(o => (float)Enumerable.Range(0, 5).Sum(i => Math.Abs(weight[o * 5 + i]) * importance[i] / importance.Average())),
        ];
        CriterionSetting.AssertClose(expected, scores, 1e-5f);
    }

    [Fact]
    public void Every_place_of_a_convolutions_window_counts()
    {
        using var setting = new CriterionSetting(8, [1, 4, 4], "conv 2x3", "relu", "flatten");
        using NetworkModel model = PruningFixture.Model(setting.Graph.Clone(), setting.Data);
        double[] importance = Importance(model, setting.Data, "AnovaF");

        float[] weight = setting.Weight("conv1.weight"),
            scores = Scores(setting, "conv1.weight");

        // A 3 x 3 window takes 2 x 2 places of a 4 x 4 image: its corner sees the first two rows and columns.
        double[] sums = new double[9];
        for (int place = 0; place < 9; place++)
        {
            for (int y = 0; y < 2; y++)
            {
                for (int x = 0; x < 2; x++)
                    sums[place] += importance[(place / 3 + y) * 4 + place % 3 + x];
            }
        }
        CriterionSetting.AssertClose([.. weight.Select((w, i) => (float)(Math.Abs(w) * sums[i % 9] / sums.Average()))], scores, 1e-5f);
    }

    [Theory]
    [InlineData("Element", "Gradual")]
    [InlineData("Neuron", "Iterative")]
    [InlineData("Pattern", "OneShot")]
    public void It_prunes_weights_and_units_where_a_granularity_is_named_and_features_otherwise(string granularity, string schedule)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);
        PruningOptions options = PruningFixture.Options(0.45, "featureimportance", granularity, schedule, epochs: 2);

        using NetworkModel pruned = PruningFixture.Prune(model, options);
        using NetworkModel narrowed = PruningFixture.Prune(
            model,
            options.WithNetwork(network => network with { Granularity = null, Schedule = null })
        );

        Assert.Equal(granularity, pruned.Pruning!.Granularity);
        Assert.Equal("FeatureImportance", pruned.Pruning.Method);
        Assert.Equal(7, pruned.Graph.InputShape[0]);
        Assert.Equal("Feature", narrowed.Pruning!.Granularity);
        Assert.InRange(narrowed.Graph.InputShape[0], 3, 4);
    }

    [Fact]
    public void What_the_least_important_features_feed_goes_first()
    {
        NetworkModel model = PruningFixture.DigitsModel;
        double[] importance = Importance(model, PruningFixture.Digits, "");

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, "FeatureImportance"));

        float[] weight = pruned.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        double Density(int input) => Enumerable.Range(0, 128).Count(o => weight[o * 64 + input] != 0) / 128.0;
        int[] order = [.. Enumerable.Range(0, 64).OrderBy(i => importance[i])];
        Assert.True(order[..16].Average(Density) < 0.5 * order[^16..].Average(Density));
        Assert.All(Enumerable.Range(0, 64).Where(i => importance[i] == 0), input => Assert.Equal(0, Density(input)));
    }

    [Fact]
    public void Its_scorer_is_read_and_other_methods_refuse_one()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);
        PruningOptions options = PruningFixture.Options(0.5, "FeatureImportance") with
        {
            Features = new FeatureOptions { Scorer = "AnovaF" },
        };

        using NetworkModel anova = PruningFixture.Prune(model, options);
        using NetworkModel gradient = PruningFixture.Prune(model, options with { Features = new FeatureOptions { Scorer = "Gradient" } });

        Assert.NotEqual(PruningFixture.Weights(anova), PruningFixture.Weights(gradient));
        Assert.Equal(
            "ParameterNotForMethod",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, options with { Method = "Taylor" })).ErrorId
        );
        using NetworkModel bare = PruningFixture.WithoutData(model);
        Assert.Equal("DatasetMissing", Assert.Throws<ComputeException>(() => PruningFixture.Prune(bare, options)).ErrorId);
    }

    private static string Name(Graph graph, string weight) =>
        graph.Parameters.ContainsKey(weight) ? weight : graph.PrunableWeights()[weight[2] - '1'].Weight.Name;

    private static float[] Scores(CriterionSetting setting, string parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        return CriterionCatalog.Get("FeatureImportance").ScoreElements(setting.Context, [parameter])[parameter].data<float>().ToArray();
    }

    private static double[] Importance(NetworkModel model, Dataset data, string scorer)
    {
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
            model,
            data,
            new ImportanceOptions { Method = scorer.Length > 0 ? scorer : null, Seed = 5 },
            PruningFixture.Silent
        );
        double[] importance = new double[model.Preprocessing.Width];
        foreach (FeatureGroup feature in FeatureGroup.Of(model.Preprocessing))
            importance[feature.FirstInput] = Math.Max(0, ranking.First(ranked => ranked.Feature == feature.Name).Importance);
        return importance;
    }
}
