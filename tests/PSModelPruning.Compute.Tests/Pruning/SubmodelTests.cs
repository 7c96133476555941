using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Data whose rule is known: the simplest model that says it must be found.</summary>
public sealed class SubmodelTests
{
    [Fact]
    public void One_threshold_is_found_where_one_threshold_rules()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((row, _) => row[1] > 0.3 ? 1 : 0, noise: 0.05));

        var rules = (RuleModel)Replace(tree);

        Assert.Equal("Threshold", Chosen(rules).Kind);
        Assert.Matches(@"^if x1 > 0\.\d+ then yes \(\d+ rows, \d+ %\)$", rules.Rules[0]);
        Assert.StartsWith("else no (", rules.Rules[1]);
        Assert.Equal((1, 1L, "conditions"), (rules.Conditions, rules.Complexity, rules.ComplexityUnit));
        Assert.Equal(["Constant", "Threshold"], rules.Pruning!.Trials.Select(trial => trial.Kind));
        Assert.Contains("not enough: below", rules.Pruning.Trials[0].Verdict);
        Assert.Same(tree, rules.Parent);
        Assert.Contains("Submodel: Threshold in place of Tree", rules.History[^1].Description);
        Assert.Equal(0, rules.Sparsity);
    }

    [Fact]
    public void A_constant_is_enough_where_nothing_can_be_known()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((_, random) => random.NextDouble() < 0.03 ? 1 : 0, noise: 0), depth: 6);

        var rules = (RuleModel)Replace(tree, new PruningTarget { MaxAccuracyDrop = 0.02 });

        Assert.Equal("Constant", Chosen(rules).Kind);
        Assert.StartsWith("no (", Assert.Single(rules.Rules));
        Assert.Equal(0, rules.Complexity);
    }

    [Fact]
    public void A_difference_of_features_is_found()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((row, _) => row[0] - row[2] > 0.5 ? 1 : 0, noise: 0));

        var rules = (RuleModel)Replace(tree, new PruningTarget { MaxAccuracyDrop = 0.03 });

        Assert.Equal("Combination", Chosen(rules).Kind);
        Assert.Matches(@"^if x0 - x2 <= 0\.[45]\d* then no ", rules.Rules[0]);
    }

    [Fact]
    public void Rules_with_two_conditions_are_found()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((row, _) => row[0] > 0 && row[1] > 0 ? 1 : 0, noise: 0));

        var rules = (RuleModel)Replace(tree, new PruningTarget { MaxAccuracyDrop = 0.05 });

        SubmodelTrial chosen = Chosen(rules);
        Assert.Equal("Rules", chosen.Kind);
        Assert.InRange(chosen.Complexity, 2, 4);
        Assert.True(chosen.Score > 0.93 && chosen.Fidelity > 0.9, chosen.ToString());
        Assert.DoesNotContain("x3", rules.Text);
    }

    [Fact]
    public void A_linear_model_follows_a_network_s_own_numbers()
    {
        Dataset data = Numbers((row, _) => 6 * row[0] - row[1] + 0.5f * row[2]);
        using NetworkModel network = PruningFixture.Mlp(data, epochs: 60);

        using var linear = (NetworkModel)Replace(network, new PruningTarget { MaxAccuracyDrop = 0.01 });

        Assert.Equal("Linear", linear.Kind);
        Assert.Equal(5, linear.Parameters);
        SubmodelTrial chosen = Chosen(linear);
        Assert.True(chosen.Fidelity > 0.9, chosen.ToString());
        float[] output = new float[1];
        linear.Predict([0.5f, 0, 0, 0], 1, output);
        Assert.Equal(3, output[0], 0.3f);
    }

    [Fact]
    public void A_linear_model_of_classes_agrees_with_its_teacher()
    {
        using NetworkModel teacher = PruningFixture.DigitsModel is var digits
            ? new NetworkModel(digits.Describe(), digits.Graph.Clone())
            : null!;

        using var linear = (NetworkModel)Replace(teacher, new PruningTarget { MaxAccuracyDrop = 0.06 });

        Assert.Equal("Linear", linear.Kind);
        Assert.True(Chosen(linear).Fidelity > 0.9, Chosen(linear).ToString());
        Assert.Equal(
            ["Constant", "Threshold", "Combination", "Rules", "Tree", "Linear"],
            linear.Pruning!.Trials.Select(trial => trial.Kind).Distinct()
        );
    }

    [Fact]
    public void A_line_over_a_mean_is_enough_for_a_number_that_is_one()
    {
        Dataset data = Numbers((row, random) => 10 + 4 * (row[0] + row[3]) / 2 + 0.02f * PlantedData.Normal(random));
        using NetworkModel network = PruningFixture.Mlp(data, epochs: 60);

        var rules = (RuleModel)Replace(network, new PruningTarget { MaxAccuracyDrop = 0.02 });

        Assert.Equal("Combination", Chosen(rules).Kind);
        Assert.Matches(@"^(9\.\d+|10\.?\d*) \+ [34]\.?\d* \* mean\(x0, x3\) \(300 rows\)$", rules.Rules[0]);
        float[] output = new float[1];
        rules.Predict([0.5f, 9, 9, 1], 1, output);
        Assert.Equal(13, output[0], 0.4f);
    }

    [Fact]
    public void A_bound_on_size_alone_takes_the_most_accurate_that_keeps_it()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((row, _) => row[0] > 0 && row[1] > 0 ? 1 : 0, noise: 0.1));

        Model small = Replace(tree, new PruningTarget { MaxSizeKB = 0.06 });

        Assert.True(small.PackedBytes <= 0.06 * 1024);
        SubmodelTrial chosen = Chosen(small);
        Assert.All(small.Pruning!.Trials.Where(trial => trial.Verdict.StartsWith("keeps", StringComparison.Ordinal)), trial =>
            Assert.True(trial.Score <= chosen.Score + 1e-9)
        );
    }

    [Fact]
    public void Rules_survive_the_model_file()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((row, _) => row[0] - row[2] > 0.5 ? 1 : 0, noise: 0));
        var rules = (RuleModel)Replace(tree, new PruningTarget { MaxAccuracyDrop = 0.03 });

        var loaded = (RuleModel)Samples.Load(Samples.Save(rules));

        Assert.Equal(rules.Text, loaded.Text);
        Assert.Equal(rules.Pruning!.Trials, loaded.Pruning!.Trials);
        float[] expected = new float[2],
            actual = new float[2];
        foreach (int row in new[] { 0, 5, 9 })
        {
            rules.Predict(tree.Dataset!.Validation.Row(row), 1, expected);
            loaded.Predict(tree.Dataset.Validation.Row(row), 1, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Rules_lose_features_that_they_do_not_read()
    {
        var rules = (RuleModel)Replace(FeatureMethodTests.Train("Tree", Planted((row, _) => row[1] > 0.3 ? 1 : 0, noise: 0.05)));

        var narrow = (RuleModel)
            FeatureMethodTests.Prune(rules, new PruningOptions { Target = new PruningTarget { KeepFeatures = ["x1", "x3"] } });

        Assert.Equal(rules.Rules, narrow.Rules);
        float[] output = new float[2];
        narrow.Predict([1, -9], 1, output);
        Assert.True(output[1] > 0.8);
        Assert.Equal(
            "FeatureRemovalUnsupported",
            Assert
                .Throws<ComputeException>(() =>
                    FeatureMethodTests.Prune(rules, new PruningOptions { Target = new PruningTarget { KeepFeatures = ["x0"] } })
                )
                .ErrorId
        );
    }

    [Fact]
    public void A_missing_value_meets_no_condition()
    {
        var rules = (RuleModel)Replace(FeatureMethodTests.Train("Tree", Planted((row, _) => row[1] > 0.3 ? 1 : 0, noise: 0.05)));
        float[] output = new float[2];

        rules.Predict([0, float.NaN, 0, 0], 1, output);

        Assert.True(output[0] > output[1]);
    }

    [Fact]
    public void Every_trial_is_told()
    {
        var monitor = new RecordingMonitor();
        Replace(FeatureMethodTests.Train("Tree", Planted((row, _) => row[1] > 0.3 ? 1 : 0, noise: 0.05)), monitor: monitor);

        Assert.Contains(monitor.Verboses, line =>
            line.StartsWith("Constant, 0 conditions: score ", StringComparison.Ordinal) && line.Contains("not enough")
        );
        Assert.Contains(monitor.Verboses, line =>
            line.StartsWith("Threshold, 1 condition: score ", StringComparison.Ordinal) && line.Contains("; enough")
        );
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Model tree = FeatureMethodTests.Train("Tree", Planted((row, _) => row[1] > 0.3 ? 1 : 0, noise: 0.05));
        Model withoutData = new TreeModel(tree.Describe() with { Dataset = null }, ((TreeModel)tree).Tree, ((TreeModel)tree).Options);
        Model stump = FeatureMethodTests.Train("Tree", Planted((row, _) => row[1] > 0.3 ? 1 : 0, noise: 0), depth: 1);

        Assert.Equal("SubmodelNeedsBudget", Id(tree, new PruningTarget { Sparsity = 0.5 }));
        Assert.Equal("SubmodelNeedsBudget", Id(tree, new PruningTarget { KeepFeatureCount = 2 }));
        Assert.Equal("DatasetMissing", Id(withoutData, new PruningTarget()));
        // Nothing is simpler than a tree of one split and as right.
        Assert.Equal("BudgetNotReached", Id(stump, new PruningTarget { MaxAccuracyDrop = 0 }));
        Assert.Equal("BudgetOutOfRange", Id(tree, new PruningTarget { MaxAccuracyDrop = 2 }));
        Dataset unvalidated = DatasetFactory.Create([1, 2, 3, 4], [0, 1, 0, 1], [1], ["no", "yes"]);
        Assert.Equal("BudgetNeedsValidation", Id(FeatureMethodTests.Train("Tree", unvalidated), new PruningTarget()));

        static string Id(Model model, PruningTarget target) => Assert.Throws<ComputeException>(() => Replace(model, target)).ErrorId;
    }

    private static SubmodelTrial Chosen(Model model) => Assert.Single(model.Pruning!.Trials, trial => trial.Chosen);

    private static Model Replace(Model model, PruningTarget? target = null, Compute.Runtime.IWorkMonitor? monitor = null) =>
        FeatureMethodTests.Prune(
            model,
            new PruningOptions
            {
                Method = "submodel",
                Target = target ?? new PruningTarget(),
                Threads = 1,
            },
            monitor
        );

    private static Dataset Planted(Func<float[], Random, float> rule, double noise)
    {
        var random = new Random(3);
        float[][] rows =
        [
            .. Enumerable.Range(0, 450).Select(_ => (float[])[.. Enumerable.Range(0, 4).Select(_ => PlantedData.Normal(random))]),
        ];
        float[] targets = [.. rows.Select(row => random.NextDouble() < noise ? 1 - rule(row, random) : rule(row, random))];
        return DatasetFactory.Create([.. rows.SelectMany(row => row)], targets, [4], ["no", "yes"], 150);
    }

    private static Dataset Numbers(Func<float[], Random, float> rule)
    {
        var random = new Random(3);
        float[][] rows =
        [
            .. Enumerable.Range(0, 450).Select(_ => (float[])[.. Enumerable.Range(0, 4).Select(_ => PlantedData.Normal(random))]),
        ];
        return DatasetFactory.Create([.. rows.SelectMany(row => row)], [.. rows.Select(row => rule(row, random))], [4], [], 150);
    }
}
