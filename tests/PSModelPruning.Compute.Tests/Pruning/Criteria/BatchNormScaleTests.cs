using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class BatchNormScaleTests
{
    private static readonly string[] Layers = ["conv 6x3 pad 1", "batchnorm", "relu", "conv 5x3", "batchnorm", "relu", "globalavgpool"];

    [Fact]
    public void A_channel_is_scored_by_its_scale()
    {
        using var setting = new CriterionSetting(8, [1, 6, 6], Layers);
        Structures.StructureNets.Randomize(setting.Graph, 4);

        float[] expected = [.. setting.Weight("bn1.weight").Concat(setting.Weight("bn2.weight")).Select(MathF.Abs)];

        CriterionSetting.AssertClose(expected, setting.UnitScores("BatchNormScale"), 1e-6f);
    }

    [Fact]
    public void Layers_without_batch_normalization_stay_and_the_report_says_why()
    {
        Dataset data = PruningFixture.Blobs([1, 6, 6]);
        using NetworkModel model = PruningFixture.Train(
            NetworkFactory.FromLayers(["conv 6x3", "batchnorm", "relu", "linear 8", "relu"], [1, 6, 6], 3, 1),
            data,
            1
        );

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, "BatchNormScale", ""));

        Assert.Equal("Channel", pruned.Pruning!.Granularity);
        Assert.Equal(3, pruned.Pruning.Layers.Single(layer => layer.Layer == "conv1").Kept);
        PruningLayer linear = pruned.Pruning.Layers.Single(layer => layer.Layer == "fc1");
        Assert.Equal((8, "no BatchNormalization follows it"), (linear.Kept, linear.Reason));
    }

    [Fact]
    public void A_network_without_batch_normalization_and_single_weights_are_refused()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        Assert.Equal(
            "MethodNotForNetwork",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.5, "BatchNormScale", ""))).ErrorId
        );
        Assert.Equal(
            "MethodNeedsChannels",
            Assert
                .Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.5, "BatchNormScale", "Element")))
                .ErrorId
        );
    }

    [Fact]
    public void The_penalty_pulls_the_scales_and_nothing_else_towards_zero()
    {
        TrainingData data = TrainingData.From(PruningFixture.Blobs([1, 6, 6]));
        float Step(double penalty, string parameter)
        {
            using Graph graph = NetworkFactory.FromLayers(Layers, [1, 6, 6], 3, 1);
            NetworkTrainer.Train(
                graph,
                data,
                new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 96,
                    LearningRate = 0.5,
                    Optimizer = "Sgd",
                    Momentum = 0,
                    BatchNormL1 = penalty,
                    Threads = 1,
                },
                PruningFixture.Silent
            );
            return graph.Parameters[parameter].Value.flatten()[1].item<float>();
        }

        // One step of plain descent: the penalty moves a positive scale by rate x factor.
        Assert.Equal(0.5 * 0.1, Step(0, "bn1.weight") - Step(0.1, "bn1.weight"), 5);
        Assert.Equal(Step(0, "conv1.weight"), Step(0.1, "conv1.weight"));
        Assert.Equal(Step(0, "bn1.bias"), Step(0.1, "bn1.bias"));
    }

    [Fact]
    public void The_penalty_is_refused_where_there_is_no_batch_normalization()
    {
        Dataset data = PruningFixture.Blobs([7]);
        using Graph graph = NetworkFactory.Mlp([7], 3, 1, [4]);

        ComputeException error = Assert.Throws<ComputeException>(() =>
            NetworkTrainer.Train(
                graph,
                TrainingData.From(data),
                new TrainingOptions { Epochs = 1, BatchNormL1 = 1e-3 },
                PruningFixture.Silent
            )
        );

        Assert.Equal("BatchNormMissing", error.ErrorId);
    }
}
