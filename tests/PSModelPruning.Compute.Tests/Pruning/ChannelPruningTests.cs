using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class ChannelPruningTests
{
    [Theory]
    [InlineData("Magnitude", "OneShot")]
    [InlineData("Taylor", "Iterative")]
    [InlineData("Gradient", "Gradual")]
    [InlineData("Random", "Gradual")]
    public void The_fraction_of_all_neurons_is_removed_and_no_output(string method, string schedule)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, method, "Neuron", schedule, epochs: 3));

        Assert.Equal(12, Neurons(pruned).Sum());
        Assert.Equal(3, pruned.Graph.Parameters["fc3.weight"].Shape[0]);
        Assert.Equal(0.5, pruned.Pruning!.Sparsity, 9);
        Assert.Equal(0, pruned.Sparsity, 9);
        Assert.All(pruned.Graph.Parameters.Values, parameter => Assert.Null(parameter.Mask));
        Assert.Equal("the network's output", pruned.Pruning.Layers[^1].Reason);
        Assert.True(pruned.Parameters < model.Parameters && pruned.MultiplyAccumulates < model.MultiplyAccumulates);
    }

    [Fact]
    public void In_layer_scope_every_layer_loses_its_fraction()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.75, granularity: "channel").WithNetwork(network => network with { Scope = PruningScope.Layer })
        );

        Assert.Equal([4, 2], Neurons(pruned));
    }

    [Fact]
    public void Fractions_are_of_the_original_neurons()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel half = PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: "Channel"));

        using NetworkModel more = PruningFixture.Prune(half, PruningFixture.Options(0.75, granularity: "Channel"));

        Assert.Equal(6, Neurons(more).Sum());
        Assert.Equal(24, more.Pruning!.Layers.Take(2).Sum(layer => layer.Original));
        Assert.Equal(
            "SparsityAlreadyReached",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(more, PruningFixture.Options(0.5, granularity: "Channel"))).ErrorId
        );
    }

    [Theory]
    [InlineData("OneShot")]
    [InlineData("Gradual")]
    public void Layers_keep_a_multiple_of_what_was_asked(string schedule)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), 1, 32, 16);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.4, "Random", "Channel", schedule, epochs: schedule == "Gradual" ? 2 : 0)
                .WithNetwork(network => network with { RoundTo = 8 })
        );

        Assert.All(Neurons(pruned), neurons => Assert.Equal(0, neurons % 8));
        Assert.True(Neurons(pruned).Sum() < 48);
    }

    [Fact]
    public void Rounding_to_more_than_a_layer_has_is_refused()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(
                model,
                PruningFixture.Options(0.4, granularity: "Channel").WithNetwork(network => network with { RoundTo = 16 })
            )
        );

        Assert.Equal("RoundToTooLarge", error.ErrorId);
        Assert.Contains("fc2", error.Message);
    }

    [Fact]
    public void An_excluded_layer_keeps_its_neurons()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, granularity: "Channel").WithNetwork(network => network with { ExcludeLayer = ["fc1"] })
        );

        Assert.Equal([16, 4], Neurons(pruned));
        Assert.Equal("excluded", pruned.Pruning!.Layers[0].Reason);
    }

    [Fact]
    public void Every_layer_keeps_a_neuron()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(22.0 / 24, granularity: "Channel"));

        Assert.Equal([1, 1], Neurons(pruned));
        Assert.Equal(
            "SparsityNotReachable",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.99, granularity: "Channel"))).ErrorId
        );
    }

    [Theory]
    [InlineData("ResNet20", 3, 32)]
    [InlineData("ConvNet", 1, 28)]
    public void Convolutions_shrink_and_the_network_still_runs(string preset, int channels, int size)
    {
        Dataset data = PruningFixture.Blobs([channels, size, size], training: 24, validation: 12);
        using NetworkModel model = PruningFixture.Model(NetworkFactory.FromPreset(preset, data.InputShape, 3, 1), data);

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, "Taylor", "Channel"));

        Assert.True(pruned.MultiplyAccumulates < 0.6 * model.MultiplyAccumulates);
        Assert.Equal(12, ModelEvaluator.Evaluate(pruned, data, PartitionName.Validation, PruningFixture.Silent).Rows);
        Assert.Equal(pruned.Pruning!.Layers.Sum(layer => layer.ParametersAfter), pruned.Parameters);
        Assert.Equal(pruned.Pruning.Layers.Sum(layer => layer.MultiplyAccumulatesAfter), pruned.MultiplyAccumulates);
        Assert.Equal(pruned.Pruning.Layers.Sum(layer => layer.BytesAfter), pruned.PackedBytes);
    }

    [Fact]
    public void Normalization_statistics_are_estimated_anew()
    {
        Dataset data = PruningFixture.Blobs([1, 8, 8], training: 64, validation: 12);
        using NetworkModel model = PruningFixture.Train(
            NetworkFactory.FromLayers(
                ["conv 8x3 pad 1", "batchnorm", "relu", "conv 8x3 pad 1", "batchnorm", "relu", "globalavgpool", "flatten"],
                data.InputShape,
                3,
                1
            ),
            data,
            2
        );

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: "Channel"));
        using NetworkModel withoutData = PruningFixture.Prune(
            PruningFixture.WithoutData(model),
            PruningFixture.Options(0.5, granularity: "Channel")
        );

        string[] changed =
        [
            .. pruned
                .Graph.Parameters.Values.Where(parameter => !parameter.Value.allclose(withoutData.Graph.Parameters[parameter.Name].Value))
                .Select(parameter => parameter.Name),
        ];
        Assert.NotEmpty(changed);
        Assert.All(changed, name => Assert.False(pruned.Graph.Parameters[name].IsTrainable));
    }

    [Fact]
    public void Half_the_neurons_of_a_digits_network_go_and_at_most_one_point_with_them()
    {
        NetworkModel model = PruningFixture.DigitsModel;

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            new PruningOptions
            {
                Target = new PruningTarget { Sparsity = 0.5 },
                Seed = 1,
                Threads = 1,
                Network = new()
                {
                    Granularity = "Neuron",
                    Schedule = "OneShot",
                    FineTuneEpochs = 20,
                },
            }
        );

        double before = Accuracy(model),
            after = Accuracy(pruned);
        Assert.True(before - after <= 0.01 + 1e-9, $"Accuracy fell from {before} to {after}.");
        Assert.Equal(96, pruned.Pruning!.Layers.Take(2).Sum(layer => layer.Kept));
    }

    private static long[] Neurons(NetworkModel model) =>
        [model.Graph.Parameters["fc1.weight"].Shape[0], model.Graph.Parameters["fc2.weight"].Shape[0]];

    private static double Accuracy(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, model.Dataset!, PartitionName.Test, PruningFixture.Silent).Accuracy;
}
