using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;

namespace PSModelPruning.Compute.Tests.Importance;

public sealed class FeatureRankerTests
{
    private static readonly Preprocessing Schema = HandMade.Schema(
        HandMade.Number("noise", 0),
        HandMade.Number("number", 1, offset: 10, divisor: 2),
        HandMade.Category("color", 2, "red", "green")
    );

    private static readonly Dataset Data = HandMade.Data(
        Schema,
        ["no", "yes"],
        [
            3,
            -1,
            1,
            0,
            1,
            -1,
            1,
            0,
            4,
            1,
            0,
            1,
            1,
            1,
            0,
            0, /* test */
            0,
            0,
            0,
            0,
        ],
        [0, 0, 1, 1, 0],
        test: 1
    );

    [Fact]
    public void Features_are_columns_in_their_own_units()
    {
        var sample = new TrainingSample(Data, PartitionName.Training, 1, 0);
        IReadOnlyList<FeatureGroup> features = FeatureGroup.Of(Schema);

        Assert.Equal([8, 8, 12, 12], sample.Read(features[1]).Values);
        Assert.Equal([0, 0, 1, 2], sample.Read(features[2]).Codes);
        Assert.Equal([0, 0, 1, 1], sample.Target.Codes);
    }

    [Fact]
    public void The_ranking_is_sorted_and_numbered()
    {
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
            Data,
            new ImportanceOptions { Method = "correlation" },
            SilentMonitor.Instance
        );

        Assert.Equal([1, 2, 3], ranking.Select(r => r.Rank));
        Assert.Equal(ranking.OrderByDescending(r => r.Importance), ranking);
        Assert.Equal("noise", ranking[2].Feature);
        Assert.Equal("Correlation", ranking[0].Method);
        Assert.Equal(1, ranking[0].Relative);
        Assert.InRange(ranking[2].Relative, 0.01, 0.9);
    }

    [Fact]
    public void The_default_is_mutual_information_for_data_and_permutation_for_models()
    {
        using NetworkModel model = HandMade.Linear(Schema, ["no", "yes"], new float[2, 4], dataset: Data);

        Assert.Equal("MutualInformation", FeatureRanker.Rank(Data, new ImportanceOptions(), SilentMonitor.Instance)[0].Method);
        Assert.Equal("Permutation", FeatureRanker.Rank(model, null, new ImportanceOptions(), SilentMonitor.Instance)[0].Method);
    }

    [Fact]
    public void A_method_for_data_ranks_the_features_that_a_model_still_has()
    {
        using NetworkModel model = HandMade.Linear(Schema.KeepFeatures([1, 2]), ["no", "yes"], new float[2, 3], dataset: Data);

        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(
            model,
            null,
            new ImportanceOptions { Method = "AnovaF" },
            SilentMonitor.Instance
        );

        Assert.Equal(["number", "color"], ranking.OrderByDescending(r => r.Feature).Select(r => r.Feature));
    }

    [Fact]
    public void Pixels_are_named_by_their_place()
    {
        Assert.Equal("pixel_1_2", FeatureGroup.Of(new Preprocessing { Features = [], InputShape = [1, 2, 3] })[5].Name);
        Assert.Equal("c2_pixel_0_1", FeatureGroup.Of(new Preprocessing { Features = [], InputShape = [3, 2, 2] })[9].Name);
    }

    [Fact]
    public void A_part_of_the_rows_is_chosen_by_the_seed()
    {
        int[] rows = RowSample.Choose(1000, 0.1, 1);

        Assert.Equal(100, rows.Distinct().Count());
        Assert.Equal(rows.Order(), rows);
        Assert.Equal(rows, RowSample.Choose(1000, 0.1, 1));
        Assert.NotEqual(rows, RowSample.Choose(1000, 0.1, 2));
        Assert.Single(RowSample.Choose(1000, 1e-6, 1));
    }

    [Fact]
    public void A_method_that_does_not_fit_says_what_would()
    {
        Dataset numbers = HandMade.Data(Schema, [], [1, 1, 1, 0], [5]);
        Dataset negative = HandMade.Data(Schema, ["no", "yes"], [1, -9, 1, 0, 1, 1, 0, 1], [0, 1]);
        Dataset untrained = HandMade.Data(Schema, ["no", "yes"], [1, 1, 1, 0], [0], test: 1);
        using NetworkModel network = new(
            new ModelDescription
            {
                Name = "net",
                Task = LearningTask.Classification,
                Classes = ["no", "yes"],
                Preprocessing = Schema,
            },
            HandMade.Linear(Schema, ["no", "yes"], new float[2, 4]).Graph
        );

        Assert.Equal("ImportanceNeedsModel", Error(() => Rank(Data, "Permutation")));
        Assert.Equal("ImportanceNeedsClasses", Error(() => Rank(numbers, "InformationGain")));
        Assert.Equal("ImportanceNeedsClasses", Error(() => Rank(numbers, "ChiSquare")));
        Assert.Equal("ImportanceNegativeAmount", Error(() => Rank(negative, "ChiSquare")));
        Assert.Equal(
            "ImportanceNotForModel",
            Error(() => FeatureRanker.Rank(network, Data, new ImportanceOptions { Method = "Coefficient" }, SilentMonitor.Instance))
        );
        Assert.Equal("DatasetMissing", Error(() => FeatureRanker.Rank(network, null, new ImportanceOptions(), SilentMonitor.Instance)));
        Assert.Equal("VariantUnknown", Error(() => Rank(Data, "Guess")));
        Assert.Equal("PartitionEmpty", Error(() => Rank(untrained, "AnovaF")));
    }

    [Fact]
    public void A_cancelled_ranking_stops()
    {
        using NetworkModel model = HandMade.Linear(Schema, ["no", "yes"], new float[2, 4], dataset: Data);
        var stopped = new SilentMonitor(new CancellationToken(true));

        Assert.ThrowsAny<OperationCanceledException>(() => FeatureRanker.Rank(Data, new ImportanceOptions(), stopped));
        Assert.ThrowsAny<OperationCanceledException>(() => FeatureRanker.Rank(model, null, new ImportanceOptions(), stopped));
    }

    private static IReadOnlyList<FeatureImportance> Rank(Dataset data, string method) =>
        FeatureRanker.Rank(data, new ImportanceOptions { Method = method }, SilentMonitor.Instance);

    private static string Error(Action work) => Assert.Throws<ComputeException>(work).ErrorId;
}
