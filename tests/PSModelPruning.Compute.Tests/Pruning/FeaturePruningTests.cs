using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class FeaturePruningTests
{
    [Fact]
    public void Named_features_stay_in_the_order_of_the_schema_and_the_rest_goes_everywhere()
    {
        Dataset data = PruningFixture.Blobs([7]);
        using NetworkModel model = PruningFixture.Mlp(data, epochs: 5);

        using NetworkModel pruned = PruningFixture.Prune(model, Keep(["x5", "X2", "x3"]));

        Assert.Equal(["x2", "x3", "x5"], pruned.Preprocessing.Features.Select(feature => feature.Name));
        Assert.Equal([0, 1, 2], pruned.Preprocessing.Features.Select(feature => feature.FirstInput));
        Assert.Equal([16L, 3L], pruned.Graph.Parameters["fc1.weight"].Shape);
        Assert.Equal(3, pruned.Dataset!.Inputs);
        Assert.Equal(data.Training.Row(4)[5], pruned.Dataset.Training.Row(4)[2]);
        Assert.Equal((data.TrainingRows, data.ValidationRows), (pruned.Dataset.TrainingRows, pruned.Dataset.ValidationRows));
        Assert.Equal("Feature", pruned.Pruning!.Granularity);
        Assert.Equal(4, pruned.Pruning.Layers[0].Removed);
    }

    [Fact]
    public void Without_fine_tuning_the_result_is_the_model_with_zeros_for_the_dropped_inputs()
    {
        Dataset data = PruningFixture.Blobs([7]);
        using NetworkModel model = PruningFixture.Mlp(data, epochs: 5);

        using NetworkModel pruned = PruningFixture.Prune(model, Keep(["x1", "x4"]));

        float[] full = new float[7],
            small = [.. data.Training.Row(3)[1..2], .. data.Training.Row(3)[4..5]],
            expected = new float[3],
            actual = new float[3];
        (full[1], full[4]) = (small[0], small[1]);
        model.Predict(full, 1, expected);
        pruned.Predict(small, 1, actual);
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    [Fact]
    public void The_most_important_features_stay_where_a_number_is_given()
    {
        NetworkModel model = PruningFixture.DigitsModel;

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            new PruningOptions
            {
                Target = new PruningTarget { KeepFeatureCount = 32 },
                Threads = 1,
                Network = new() { FineTuneEpochs = 10 },
            }
        );

        Assert.Equal(32, pruned.Preprocessing.Features.Count);
        double accuracy = ModelEvaluator.Evaluate(pruned, model.Dataset!, PartitionName.Test, PruningFixture.Silent).Accuracy;
        Assert.True(accuracy > 0.9, $"{accuracy}");
        // A pixel that is blank in every training row cannot matter.
        Assert.DoesNotContain("pixel_0_0", pruned.Preprocessing.Features.Select(feature => feature.Name));
    }

    [Fact]
    public void Pruning_weights_afterwards_uses_the_narrow_data()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);
        using NetworkModel narrow = PruningFixture.Prune(model, Keep(["x0", "x1", "x2"]));

        using NetworkModel pruned = PruningFixture.Prune(narrow, PruningFixture.Options(0.7, "Taylor", epochs: 2));

        Assert.Equal(0.7, pruned.Pruning!.Sparsity, 2);
        Assert.Equal((long)Math.Round(0.7 * 264) - 4 * 16, PruningFixture.Zeros(pruned).Values.Sum());
    }

    [Fact]
    public void Fractions_are_of_the_original_features_also_after_the_model_was_read_from_a_file()
    {
        Dataset data = PruningFixture.Blobs([8]);
        using NetworkModel model = PruningFixture.Mlp(data, epochs: 2);
        using NetworkModel half = PruningFixture.Prune(model, Keep(["x0", "x2", "x4", "x6"]));
        using var read = (NetworkModel)Samples.Load(Samples.Save(half));

        using NetworkModel quarter = PruningFixture.Prune(read, Fraction(0.75), dataset: data);

        Assert.Equal(2, quarter.Preprocessing.Features.Count);
        Assert.Equal(0.75, quarter.Pruning!.Sparsity, 9);
        Assert.Equal(8, quarter.Pruning.Layers[0].Original);
        Assert.Equal(
            "SparsityAlreadyReached",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(read, Fraction(0.25), dataset: data)).ErrorId
        );

        static PruningOptions Fraction(double sparsity) =>
            new()
            {
                Method = PruningMethodCatalog.FeatureImportance,
                Target = new PruningTarget { Sparsity = sparsity },
                Threads = 1,
                Network = new() { FineTuneEpochs = 0 },
            };
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        ComputeException unknown = Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, Keep(["x11"])));
        Assert.Equal("FeatureNotFound", unknown.ErrorId);
        Assert.Contains("'x1'", unknown.Message);
        Assert.Equal("KeepFeatureOutOfRange", Id(model, new PruningTarget { KeepFeatureCount = 8 }));
        Assert.Equal("KeepFeatureOutOfRange", Id(model, new PruningTarget { KeepFeatureCount = 0 }));
        Assert.Equal("TargetNotForFeatures", Id(model, new PruningTarget { Leaves = 2 }));
        Assert.Equal("PruningTargetMissing", Id(model, new PruningTarget()));
        Assert.Equal("BudgetNotReached", Id(model, new PruningTarget { MaxSizeKB = 0.01 }));
        using NetworkModel withoutData = PruningFixture.WithoutData(model);
        Assert.Equal("DatasetMissing", Id(withoutData, new PruningTarget { KeepFeatureCount = 3 }));
    }

    private static string Id(NetworkModel model, PruningTarget target) =>
        Assert
            .Throws<ComputeException>(() =>
                PruningFixture.Prune(model, new PruningOptions { Target = target, Method = "FeatureImportance" })
            )
            .ErrorId;

    private static PruningOptions Keep(string[] names) =>
        new()
        {
            Target = new PruningTarget { KeepFeatures = names },
            Network = new() { FineTuneEpochs = 0 },
        };
}
