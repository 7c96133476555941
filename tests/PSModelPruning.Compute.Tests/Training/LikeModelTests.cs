using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class LikeModelTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 32,
        LearningRate = 0.003,
        Threads = 1,
        Seed = 9,
    };

    private static NetworkModel Anew(NetworkModel like, Dataset? dataset = null, Model? teacher = null) =>
        ModelTrainer.Train(
            LikeModel.Dataset(like, dataset),
            new TrainingRequest
            {
                Kind = like.Kind,
                Like = like,
                Options = Options,
                Distillation = teacher is null ? null : new DistillationOptions { Teacher = teacher },
            },
            SilentMonitor.Instance
        );

    [Fact]
    public void The_widths_of_a_network_without_its_channels_are_kept_and_the_weights_are_new()
    {
        using NetworkModel pruned = PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.6, granularity: "Channel"));
        using NetworkModel anew = Anew(pruned);

        Assert.Equal(pruned.Graph.Parameters.Values.Select(p => p.Shape), anew.Graph.Parameters.Values.Select(p => p.Shape));
        Assert.NotEqual(PruningFixture.Weights(pruned), PruningFixture.Weights(anew));
        Assert.Equal("net, 40.1 % of the channels (trained anew)", anew.Name);
        Assert.Null(anew.Parent);
        Assert.Same(pruned.Dataset, anew.Dataset);
        Assert.Equal(4, anew.Training.Count);
        using Graph expected = NetworkFactory.Like(pruned.Graph, Options.Seed, keepsMasks: true);
        NetworkTrainer.Train(expected, TrainingData.From(PruningFixture.Digits), Options, SilentMonitor.Instance);
        Assert.Equal(TrainingFixture.Weights(expected), TrainingFixture.Weights(anew.Graph));
    }

    [Fact]
    public void Weights_that_were_pruned_stay_zero_and_no_others_are()
    {
        using NetworkModel pruned = PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.9));
        using NetworkModel anew = Anew(pruned);

        Assert.Equal(PruningFixture.Zeros(pruned), PruningFixture.Zeros(anew));
        foreach (GraphParameter parameter in pruned.Graph.Parameters.Values.Where(p => p.Mask is not null))
        {
            float[] mask = parameter.Mask!.to_type(TorchSharp.torch.ScalarType.Float32).data<float>().ToArray();
            float[] values = anew.Graph.Parameters[parameter.Name].Value.data<float>().ToArray();
            Assert.All(mask.Zip(values), pair => Assert.True(pair.First != 0 || pair.Second == 0));
        }
    }

    [Fact]
    public void A_network_that_lost_features_learns_from_the_whole_data_set_and_a_teacher_that_reads_all_of_it()
    {
        Dataset data = TreeData.Blobs();
        using NetworkModel whole = PruningFixture.Mlp(data, 5);
        var options = new PruningOptions
        {
            Target = new PruningTarget { KeepFeatures = ["x2", "x0"] },
            Network = new() { FineTuneEpochs = 0 },
        };
        using var few = (NetworkModel)ModelPruners.For(whole, options).Prune(whole, null, options, SilentMonitor.Instance);
        using NetworkModel anew = Anew(few, data, whole);

        Assert.Equal([2], anew.Graph.InputShape);
        Assert.Equal(few.Preprocessing.Features.Select(f => f.Name), anew.Preprocessing.Features.Select(f => f.Name));
        Assert.Contains("taught by 'net'", anew.History[0].Description);
        Assert.Equal(2, anew.Dataset!.InputShape[0]);
    }

    [Fact]
    public void What_cannot_be_trained_anew_is_told()
    {
        Dataset data = TreeData.Blobs(training: 40, validation: 10, test: 0);
        var tree = TreeData.Train<TreeModel>(data, new TrainingRequest { Kind = "Tree" });
        using NetworkModel network = PruningFixture.Mlp(data),
            bare = PruningFixture.WithoutData(network);

        Assert.Equal("LikeNotNetwork", Assert.Throws<ComputeException>(() => LikeModel.Require(tree)).ErrorId);
        Assert.Equal("DatasetMissing", Assert.Throws<ComputeException>(() => LikeModel.Dataset(bare, null)).ErrorId);
        Assert.Equal("SchemaMismatch", Assert.Throws<ComputeException>(() => Anew(network, TreeData.Numbers())).ErrorId);
        Assert.Equal(
            "LikeAndLayers",
            Assert
                .Throws<ComputeException>(() =>
                    ModelTrainer.Train(
                        data,
                        new TrainingRequest
                        {
                            Like = network,
                            Preset = "Mlp",
                            Options = Options,
                        },
                        SilentMonitor.Instance
                    )
                )
                .ErrorId
        );
    }
}
