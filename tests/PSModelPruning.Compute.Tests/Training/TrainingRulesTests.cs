using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class TrainingRulesTests
{
    private static readonly TrainingOptions Default = new() { Epochs = 1 };

    private static string ErrorOf(TrainingOptions options, TrainingData? data = null, Graph? graph = null)
    {
        using Graph own = graph ?? TrainingFixture.Mlp();
        return Assert
            .Throws<ComputeException>(() => NetworkTrainer.Train(own, data ?? TrainingFixture.Blobs(), options, SilentMonitor.Instance))
            .ErrorId;
    }

    [Fact]
    public void Options_out_of_range_are_errors()
    {
        TrainingOptions[] wrong =
        [
            Default with
            {
                Epochs = 0,
            },
            Default with
            {
                BatchSize = 0,
            },
            Default with
            {
                LearningRate = 0,
            },
            Default with
            {
                LearningRate = double.NaN,
            },
            Default with
            {
                LearningRate = double.PositiveInfinity,
            },
            Default with
            {
                Momentum = 1,
            },
            Default with
            {
                WeightDecay = -1,
            },
            Default with
            {
                L1 = -1,
            },
            Default with
            {
                LabelSmoothing = 1,
            },
            Default with
            {
                WarmupEpochs = 1,
            },
            Default with
            {
                Patience = -1,
            },
            Default with
            {
                GradientClip = -1,
            },
            Default with
            {
                Threads = -1,
            },
        ];

        Assert.All(wrong, options => Assert.Equal("TrainingOptionOutOfRange", ErrorOf(options)));
    }

    [Fact]
    public void Names_that_no_catalog_has_are_errors()
    {
        Assert.Equal("VariantUnknown", ErrorOf(Default with { Optimizer = "Adamant" }));
        Assert.Equal("VariantUnknown", ErrorOf(Default with { Schedule = "Sometimes" }));
        Assert.Equal("VariantUnknown", ErrorOf(Default with { Loss = "Hinge" }));
    }

    [Fact]
    public void A_loss_of_the_other_task_is_an_error()
    {
        Assert.Equal("LossDoesNotFit", ErrorOf(Default with { Loss = "Huber" }));
        Assert.Equal(
            "LossDoesNotFit",
            ErrorOf(Default with { Loss = "crossentropy" }, TrainingData.From(TrainingFixture.Line()), TrainingFixture.Mlp(2, 4, 1))
        );
    }

    [Fact]
    public void Class_weights_must_be_one_a_class_and_not_negative()
    {
        Assert.Equal("ClassWeightInvalid", ErrorOf(Default with { ClassWeights = [1, 2] }));
        Assert.Equal("ClassWeightInvalid", ErrorOf(Default with { ClassWeights = [1, -2, 1] }));
        Assert.Equal("ClassWeightInvalid", ErrorOf(Default with { ClassWeights = [0, 0, 0] }));
    }

    [Fact]
    public void Empty_partitions_are_errors()
    {
        Assert.Equal("PartitionEmpty", ErrorOf(Default, TrainingFixture.Blobs(0, 10)));
        Assert.Equal("PartitionEmpty", ErrorOf(Default with { Patience = 2 }, TrainingFixture.Blobs(10, 0)));
    }

    [Fact]
    public void A_network_of_other_shapes_is_an_error()
    {
        Assert.Equal("InputShapeMismatch", ErrorOf(Default, graph: TrainingFixture.Mlp(inputs: 4)));
        Assert.Equal("OutputShapeMismatch", ErrorOf(Default, graph: TrainingFixture.Mlp(outputs: 2)));
    }

    [Fact]
    public void Nesterov_without_momentum_is_an_error()
    {
        Assert.Equal("NesterovWithoutMomentum", ErrorOf(Default with { Optimizer = "SGD", Momentum = 0, Nesterov = true }));
        Assert.Equal("NesterovWithoutMomentum", ErrorOf(Default with { Optimizer = "Adam", Nesterov = true }));
    }

    [Fact]
    public void Normalization_trains_where_one_row_is_left_over_and_refuses_batches_of_one()
    {
        Graph Normalized() =>
            NetworkFactory.FromLayers(["linear 6", "batchnorm", "relu"], [TrainingFixture.Inputs], TrainingFixture.Classes, 1);
        using Graph graph = Normalized();

        IReadOnlyList<TrainingEpoch> history = NetworkTrainer.Train(
            graph,
            TrainingFixture.Blobs(33),
            new TrainingOptions { Epochs = 3, BatchSize = 16 },
            SilentMonitor.Instance
        );

        Assert.All(history, e => Assert.True(double.IsFinite(e.ValidationLoss)));
        Assert.Equal("BatchTooSmall", ErrorOf(Default with { BatchSize = 1 }, graph: Normalized()));
        Assert.Equal("BatchTooSmall", ErrorOf(Default, TrainingFixture.Blobs(1), Normalized()));
    }

    [Theory]
    [InlineData(10, 4, 3, 4)]
    [InlineData(9, 4, 2, 5)]
    [InlineData(1, 4, 1, 1)]
    [InlineData(3, 1, 3, 1)]
    [InlineData(8, 4, 2, 4)]
    public void A_last_batch_of_one_row_joins_the_one_before(int rows, int batchSize, int count, int largest)
    {
        var plan = new BatchPlan(rows, batchSize);

        int[] seen = [.. Enumerable.Range(0, plan.Count).SelectMany(b => Enumerable.Range(0, rows).ToArray()[plan[b]])];

        Assert.Equal(count, plan.Count);
        Assert.Equal(largest, plan.LargestBatch);
        Assert.Equal(Enumerable.Range(0, rows), seen);
    }
}
