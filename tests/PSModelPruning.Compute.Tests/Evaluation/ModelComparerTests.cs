using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Runtime;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Evaluation;

public sealed class ModelComparerTests
{
    private static readonly Preprocessing Schema = HandMade.Schema(HandMade.Number("x", 0), HandMade.Number("z", 1));
    private static readonly string[] Classes = ["no", "yes"];
    private static readonly LatencyOptions Quick = new() { MinimumRuns = 2, MaximumRuns = 2 };

    private static readonly Dataset Data = HandMade.Data(
        Schema,
        Classes,
        [
            1,
            0,
            -1,
            0, /* validation */
            9,
            9, /* test */
            1,
            0,
            2,
            0,
            -1,
            0,
            -2,
            0,
        ],
        [1, 0, 1, 1, 1, 0, 0],
        validation: 1,
        test: 4
    );

    [Fact]
    public void Figures_and_changes_are_those_of_the_test_rows()
    {
        using NetworkModel right = HandMade.Linear(
            Schema,
            Classes,
            new float[,]
            {
                { -1, 1 },
                { 1, 1 },
            },
            dataset: Data,
            name: "right"
        );
        using NetworkModel blind = HandMade.Linear(
            Schema,
            Classes,
            new float[,]
            {
                { 0, 0 },
                { 0, 0 },
            },
            [1, 0],
            Data,
            name: "blind"
        );

        IReadOnlyList<ModelComparison> rows = ModelComparer.Compare(
            [right, blind],
            new ComparisonOptions { Latency = Quick },
            SilentMonitor.Instance
        );

        Assert.Equal(["right", "blind"], rows.Select(r => r.Name));
        Assert.Equal(4, rows[0].Rows);
        Assert.Equal(PartitionName.Test, rows[0].Partition);
        Assert.True(rows[0].IsReference);
        Assert.Equal(1, rows[0].Accuracy);
        Assert.Equal(0.5, rows[1].Accuracy);
        Assert.Equal(-50, rows[1].AccuracyChange, 9);
        Assert.Equal(
            [
                [2, 0],
                [2, 0],
            ],
            rows[1].ConfusionMatrix
        );
        // Two rows that only the reference gets right: the smaller share, 0 of 2, has probability 1/4; two-sided 1/2.
        Assert.Equal(0.5, rows[1].PValue, 9);
        Assert.Equal(6, rows[0].Parameters);
        Assert.Equal(1.0 / 4, rows[1].NonzeroParametersRatio, 9);
        Assert.Equal(1, rows[1].Sparsity);
        Assert.Equal(100, rows[1].SparsityChange, 9);
        Assert.Equal(1, rows[1].MultiplyAccumulatesRatio, 9);
        Assert.Equal(2, rows[1].LatencyRuns);
    }

    [Fact]
    public void The_reference_may_be_named_and_need_not_be_among_the_models()
    {
        using NetworkModel right = HandMade.Linear(
            Schema,
            Classes,
            new float[,]
            {
                { -1, 1 },
                { 1, 1 },
            },
            dataset: Data,
            name: "right"
        );
        using NetworkModel blind = HandMade.Linear(Schema, Classes, new float[2, 2], [1, 0], Data, name: "blind");

        ModelComparison row = Assert.Single(
            ModelComparer.Compare([right], new ComparisonOptions { Reference = blind, Latency = Quick }, SilentMonitor.Instance)
        );

        Assert.Equal("blind", row.Reference);
        Assert.False(row.IsReference);
        Assert.Equal(50, row.AccuracyChange, 9);
    }

    [Fact]
    public void Zeros_that_make_nothing_faster_are_said()
    {
        using NetworkModel dense = HandMade.Linear(
            Schema,
            Classes,
            new float[,]
            {
                { -1, 1 },
                { 1, 1 },
            },
            dataset: Data,
            name: "dense"
        );
        using NetworkModel sparse = HandMade.Linear(
            Schema,
            Classes,
            new float[,]
            {
                { -1, 0 },
                { 1, 0 },
            },
            dataset: Data,
            name: "sparse"
        );
        ModelMeasurement Measured(Model model, double milliseconds) =>
            new(
                model,
                Data,
                PartitionName.Test,
                ModelEvaluator.Evaluate(model, Data.Test, SilentMonitor.Instance),
                new LatencyResult(1, milliseconds, milliseconds, 2)
            );

        Assert.Contains("not faster", Assert.Single(Measured(sparse, 1).Against(Measured(dense, 1)).Remarks));
        Assert.Empty(Measured(sparse, 1).Against(Measured(dense, 2)).Remarks);
        Assert.Empty(Measured(dense, 1).Against(Measured(sparse, 1)).Remarks);
    }

    [Fact]
    public void A_model_without_data_uses_the_references_and_is_refused_where_that_has_none()
    {
        using NetworkModel own = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: Data);
        using NetworkModel loaded = HandMade.Linear(Schema, Classes, new float[2, 2]);
        var options = new ComparisonOptions { Latency = Quick };

        Assert.Equal(4, ModelComparer.Compare([own, loaded], options, SilentMonitor.Instance)[1].Rows);
        Assert.Equal(
            "DatasetMissing",
            Assert.Throws<ComputeException>(() => ModelComparer.Compare([loaded], options, SilentMonitor.Instance)).ErrorId
        );
        Assert.Equal(4, ModelComparer.Compare([loaded], options with { Dataset = Data }, SilentMonitor.Instance)[0].Rows);
    }

    [Fact]
    public void Without_test_rows_the_validation_rows_are_used_and_that_is_said()
    {
        Dataset data = HandMade.Data(Schema, Classes, [1, 0, -1, 0, 1, 0], [1, 0, 1], validation: 1);
        using NetworkModel model = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: data);
        var monitor = new RecordingMonitor();

        ModelComparison row = ModelComparer.Compare([model], new ComparisonOptions { Latency = Quick }, monitor)[0];

        Assert.Equal(PartitionName.Validation, row.Partition);
        Assert.Contains("no test rows", Assert.Single(monitor.Warnings));
    }

    [Fact]
    public void An_empty_partition_that_was_asked_for_is_an_error()
    {
        Dataset data = HandMade.Data(Schema, Classes, [1, 0], [1]);
        using NetworkModel model = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: data);

        var error = Assert.Throws<ComputeException>(() =>
            ModelComparer.Compare(
                [model],
                new ComparisonOptions { Partition = PartitionName.Test, Latency = Quick },
                SilentMonitor.Instance
            )
        );

        Assert.Equal("PartitionEmpty", error.ErrorId);
    }

    [Fact]
    public void Models_of_different_data_are_measured_each_on_its_own_and_that_is_said()
    {
        Preprocessing other = HandMade.Schema(HandMade.Number("w", 0));
        using NetworkModel first = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: Data);
        using NetworkModel second = HandMade.Linear(
            other,
            Classes,
            new float[2, 1],
            dataset: HandMade.Data(other, Classes, [1, 2, 3], [0, 1, 1], test: 2)
        );
        var monitor = new RecordingMonitor();

        IReadOnlyList<ModelComparison> rows = ModelComparer.Compare([first, second], new ComparisonOptions { Latency = Quick }, monitor);

        Assert.Equal([4, 2], rows.Select(r => r.Rows));
        Assert.True(double.IsNaN(rows[1].PValue));
        Assert.Contains(monitor.Warnings, w => w.Contains("rows differ"));
    }

    [Fact]
    public void Models_of_two_tasks_cannot_be_compared()
    {
        using NetworkModel classifier = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: Data);
        using NetworkModel regression = HandMade.Linear(Schema, [], new float[1, 2], dataset: HandMade.Data(Schema, [], [1, 0], [1]));

        var error = Assert.Throws<ComputeException>(() =>
            ModelComparer.Compare([classifier, regression], new ComparisonOptions { Latency = Quick }, SilentMonitor.Instance)
        );

        Assert.Equal("TaskMismatch", error.ErrorId);
    }

    [Fact]
    public void Comparing_leaves_no_tensor_behind()
    {
        using NetworkModel model = HandMade.Linear(Schema, Classes, new float[2, 2], dataset: Data);
        var options = new ComparisonOptions { Latency = Quick };
        ModelComparer.Compare([model], options, SilentMonitor.Instance);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (int i = 0; i < 20; i++)
            ModelComparer.Compare([model], options, SilentMonitor.Instance);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
