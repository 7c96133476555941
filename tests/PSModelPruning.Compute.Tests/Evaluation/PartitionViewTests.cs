using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Evaluation;

public sealed class PartitionViewTests
{
    private static readonly Preprocessing Wide = HandMade.Schema(
        HandMade.Number("a", 0),
        HandMade.Category("color", 1, "red", "green"),
        HandMade.Number("b", 3)
    );

    [Fact]
    public void A_model_with_fewer_features_takes_its_own_from_the_rows_of_its_parents_data_set()
    {
        Dataset data = HandMade.Data(Wide, ["no", "yes"], [1, 0, 1, 7, 2, 1, 0, 8], [0, 1]);
        using NetworkModel model = HandMade.Linear(
            Wide.KeepFeatures([1, 2]),
            ["no", "yes"],
            new float[,]
            {
                { 0, 0, 0 },
                { 1, 0, 0 },
            },
            [0.5f, 0],
            data
        );

        PartitionView view = PartitionView.Of(model, data.Training);
        float[] buffer = [];

        Assert.Equal([0, 1, 7, 1, 0, 8], view.Rows(0, 2, ref buffer).ToArray());
        Assert.Equal(1, ModelEvaluator.Evaluate(model, data.Training, SilentMonitor.Instance).Accuracy);
    }

    [Fact]
    public void Rows_of_the_models_own_data_set_are_not_copied()
    {
        Dataset data = HandMade.Data(Wide, ["no", "yes"], [1, 0, 1, 7, 2, 1, 0, 8], [0, 1]);
        using NetworkModel model = HandMade.Linear(Wide, ["no", "yes"], new float[2, 4], null, data);
        float[] buffer = [];

        ReadOnlySpan<float> rows = PartitionView.Of(model, data.Training).Rows(1, 1, ref buffer);

        Assert.True(rows.Overlaps(data.Training.InOnePiece().Span));
        Assert.Empty(buffer);
    }

    [Fact]
    public void Numbers_scaled_otherwise_and_categories_in_another_order_are_converted()
    {
        Preprocessing trained = HandMade.Schema(
            HandMade.Number("a", 0, offset: 10, divisor: 2),
            HandMade.Category("color", 1, "red", "green", "blue")
        );
        Preprocessing other = HandMade.Schema(
            HandMade.Category("COLOR", 0, "green", "red"),
            HandMade.Number("A", 2, offset: 0, divisor: 5)
        );
        // Raw a = 14 → 2.8 in the other data set and 2 in the model's; the other data set does not know blue.
        Dataset data = HandMade.Data(other, ["no", "yes"], [1, 0, 2.8f], [0]);
        using NetworkModel model = HandMade.Linear(trained, ["no", "yes"], new float[2, 4]);
        float[] buffer = [];

        float[] row = PartitionView.Of(model, data, PartitionName.Training).Rows(0, 1, ref buffer).ToArray();

        Assert.Equal(2, row[0], 5);
        Assert.Equal([0, 1, 0], row[1..]);
    }

    [Theory]
    [InlineData(null, null, new float[] { 10, 0, 100 }, new float[] { 2.5f, 0, 5 })]
    [InlineData(-50.0, 50.0, new float[] { 10, 0, 50 }, new float[] { 2.5f, 0, 5 })]
    [InlineData(4.0, 12.0, new float[] { 10, 4, 12 }, new float[] { 2.5f, 0, 3.5f })]
    public void What_the_models_rows_were_clipped_to_the_other_rows_are_clipped_to(
        double? low,
        double? high,
        float[] given,
        float[] expected
    )
    {
        Preprocessing trained = HandMade.Schema(HandMade.Number("a", 0, offset: 5, divisor: 2) with { ClipLow = 5, ClipHigh = 15 });
        Preprocessing other = HandMade.Schema(HandMade.Number("a", 0) with { ClipLow = low, ClipHigh = high });
        Dataset data = HandMade.Data(other, ["no", "yes"], given, [0, 1, 0]);
        using NetworkModel model = HandMade.Linear(trained, ["no", "yes"], new float[2, 1]);
        float[] buffer = [];

        Assert.Equal(expected, PartitionView.Of(model, data, PartitionName.Training).Rows(0, 3, ref buffer).ToArray());
    }

    [Fact]
    public void Bounds_alone_make_rows_others_than_the_models()
    {
        Preprocessing trained = HandMade.Schema(HandMade.Number("a", 0) with { ClipLow = 0, ClipHigh = 10 });
        Dataset data = HandMade.Data(HandMade.Schema(HandMade.Number("a", 0)), ["no", "yes"], [-3, 11], [0, 1]);
        using NetworkModel model = HandMade.Linear(trained, ["no", "yes"], new float[2, 1]);
        float[] buffer = [];

        Assert.Equal([0, 10], PartitionView.Of(model, data, PartitionName.Training).Rows(0, 2, ref buffer).ToArray());
    }

    [Fact]
    public void Classes_are_matched_by_name()
    {
        Preprocessing schema = HandMade.Schema(HandMade.Number("x", 0));
        Dataset data = HandMade.Data(schema, ["yes", "no"], [1, -1], [0, 1]);
        using NetworkModel model = HandMade.Linear(
            schema,
            ["no", "maybe", "yes"],
            new float[,]
            {
                { -1 },
                { 0 },
                { 1 },
            }
        );

        EvaluationResult result = ModelEvaluator.Evaluate(model, data, PartitionName.Training, SilentMonitor.Instance);

        Assert.Equal(1, result.Accuracy);
    }

    public static TheoryData<string> Mismatches => ["feature", "encoding", "class", "task", "width"];

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void Data_of_another_schema_is_refused(string difference)
    {
        Preprocessing schema = HandMade.Schema(HandMade.Number("x", 0));
        using NetworkModel model = HandMade.Linear(schema, ["no", "yes"], new float[2, 1]);
        Dataset data = difference switch
        {
            "feature" => HandMade.Data(HandMade.Schema(HandMade.Number("z", 0)), ["no", "yes"], [1], [0]),
            "encoding" => HandMade.Data(HandMade.Schema(HandMade.Category("x", 0, "u")), ["no", "yes"], [1], [0]),
            "class" => HandMade.Data(schema, ["no", "perhaps"], [1], [0]),
            "task" => HandMade.Data(schema, [], [1], [0]),
            _ => HandMade.Data(new Preprocessing { Features = [], InputShape = [1, 1, 3] }, ["no", "yes"], [1, 2, 3], [0]),
        };

        var error = Assert.Throws<ComputeException>(() =>
            ModelEvaluator.Evaluate(model, data, PartitionName.Training, SilentMonitor.Instance)
        );

        Assert.Equal("SchemaMismatch", error.ErrorId);
        Assert.Contains(
            difference switch
            {
                "feature" => "'x'",
                "encoding" => "OneHot",
                "class" => "'perhaps'",
                "task" => "regression",
                _ => "[1, 1, 3]",
            },
            error.Message
        );
    }
}
