using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class TrainingDefaultsTests
{
    private static Dataset Rows(int training, int validation, params int[] shape)
    {
        int width = shape.Aggregate(1, (product, size) => product * size);
        return DatasetFactory.Create(
            new float[(training + validation) * width],
            new float[training + validation],
            shape,
            ["a", "b"],
            validation
        );
    }

    [Theory]
    [InlineData(100, 32, 300)]
    [InlineData(1_258, 32, 60)]
    [InlineData(30_000, 64, 20)]
    [InlineData(100_000, 128, 10)]
    public void Fewer_rows_get_smaller_batches_and_more_epochs(int rows, int batchSize, int epochs)
    {
        TrainingOptions options = TrainingDefaults.For(Rows(rows, 0, 1), "Network");

        Assert.Equal((batchSize, epochs), (options.BatchSize, options.Epochs));
    }

    [Fact]
    public void Early_stopping_follows_the_epochs_and_needs_validation_rows()
    {
        Assert.Equal(0, TrainingDefaults.For(Rows(100, 0, 1), "Network").Patience);
        Assert.Equal(30, TrainingDefaults.For(Rows(100, 10, 1), "Network", epochs: 90).Patience);
        Assert.Equal(5, TrainingDefaults.For(Rows(100, 10, 1), "Network", epochs: 3).Patience);
    }

    [Fact]
    public void Images_get_a_convolutional_network_and_tables_do_not()
    {
        Assert.Equal("ConvNet", TrainingDefaults.Preset(Rows(2, 0, 1, 28, 28)));
        Assert.Equal("Mlp", TrainingDefaults.Preset(Rows(2, 0, 1, 4, 4)));
        Assert.Equal("Mlp", TrainingDefaults.Preset(Rows(2, 0, 64)));
    }

    [Fact]
    public void The_learning_rate_suits_the_optimizer()
    {
        Assert.Equal(0.001, TrainingDefaults.For(Rows(2, 0, 1), "Network").LearningRate);
        Assert.Equal(0.005, TrainingDefaults.For(Rows(2, 0, 1), "linear").LearningRate);
        Assert.Equal(0.01, TrainingDefaults.For(Rows(2, 0, 1), "Network", "sgd").LearningRate);
    }
}
