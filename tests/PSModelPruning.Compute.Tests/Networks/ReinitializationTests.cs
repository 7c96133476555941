using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Networks;

public sealed class ReinitializationTests
{
    [Theory]
    [InlineData("Mlp", 64)]
    [InlineData("ConvNet", 8)]
    [InlineData("ResNet20", 8)]
    public void A_network_like_another_has_its_shapes_and_weights_of_the_size_that_the_builder_draws(string preset, int side)
    {
        TorchRuntime.EnsureAvailable();
        int[] shape = preset == "Mlp" ? [side] : [1, side, side];
        using Graph built = NetworkFactory.FromPreset(preset, shape, 10, 1);

        using Graph like = NetworkFactory.Like(built, 2);
        using Graph again = NetworkFactory.Like(built, 2);

        foreach ((string name, GraphParameter parameter) in built.Parameters)
        {
            float[] before = Values(parameter),
                after = Values(like.Parameters[name]);
            Assert.Equal(parameter.Shape, like.Parameters[name].Shape);
            Assert.Equal(parameter.IsTrainable, like.Parameters[name].IsTrainable);
            Assert.Equal(after, Values(again.Parameters[name]));
            if (before.Distinct().Count() == 1)
            {
                Assert.Equal(before, after);
                continue;
            }
            Assert.NotEqual(before, after);
            if (before.Length > 500)
                Assert.Equal(1, Deviation(after) / Deviation(before), 0.2);
        }
    }

    public static TheoryData<string> Presets => [.. PresetCatalog.Entries.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_very_weights_that_a_preset_began_with_are_made_again_from_the_trained_network_and_the_seed(string preset)
    {
        TorchRuntime.EnsureAvailable();
        int[] shape =
            preset is "Mlp" or "Linear" ? [64]
            : preset.StartsWith("Le", StringComparison.Ordinal) ? [1, 28, 28]
            : [3, 32, 32];
        using Graph began = NetworkFactory.FromPreset(preset, shape, 10, 17),
            trained = NetworkFactory.FromPreset(preset, shape, 10, 4);

        using Graph again = NetworkFactory.Like(trained, 17);

        AssertSameBits(began, again);
    }

    [Theory]
    [InlineData(
        "8,8,3",
        "conv 4x3 pad 1",
        "batchnorm",
        "relu",
        "depthwise 3 pad 1",
        "leakyrelu 0.1",
        "maxpool 2",
        "conv 6x3",
        "gelu",
        "flatten",
        "linear 9",
        "layernorm",
        "sigmoid",
        "dropout 0.5",
        "linear 5",
        "tanh",
        "linear 4",
        "clip 0 6"
    )]
    [InlineData("7", "conv1d 4x3", "relu", "avgpool 2", "flatten", "linear 6", "softmax")]
    [InlineData("5", "embedding 10x3", "flatten", "linear 6", "relu")]
    public void So_are_those_of_layers_in_words(string shape, params string[] layers)
    {
        TorchRuntime.EnsureAvailable();
        int[] input = [.. shape.Split(',').Reverse().Select(int.Parse)];
        using Graph began = NetworkFactory.FromLayers(layers, input, 3, 5),
            trained = NetworkFactory.FromLayers(layers, input, 3, 6);

        using Graph again = NetworkFactory.Like(trained, 5);

        AssertSameBits(began, again);
    }

    [Fact]
    public void What_training_and_pruning_did_is_forgotten()
    {
        TorchRuntime.EnsureAvailable();
        Dataset data = PruningFixture.Blobs([6]);
        using NetworkModel model = PruningFixture.Mlp(data, epochs: 5);
        using NetworkModel sparse = PruningFixture.Prune(model, PruningFixture.Options(0.8));

        using Graph like = NetworkFactory.Like(sparse.Graph, 7);

        foreach (
            GraphParameter weight in like.Parameters.Values.Where(parameter => parameter.Name.EndsWith("weight", StringComparison.Ordinal))
        )
            Assert.DoesNotContain(0f, Values(weight));
        Assert.All(like.Parameters.Values.Where(parameter => parameter.Name.EndsWith("bias", StringComparison.Ordinal)), bias =>
            Assert.All(Values(bias), value => Assert.Equal(0, value))
        );
    }

    [Fact]
    public void A_network_that_lost_neurons_is_trained_again_in_its_new_shape()
    {
        Dataset data = PruningFixture.Blobs([6]);
        using NetworkModel model = PruningFixture.Mlp(data, epochs: 5);
        using NetworkModel narrow = PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: "Channel"));

        using var again = (NetworkModel)ModelKindCatalog.Of(narrow)!.Refit(narrow, data, 3, PruningFixture.Silent);
        using var same = (NetworkModel)ModelKindCatalog.Of(narrow)!.Refit(narrow, data, 3, PruningFixture.Silent);

        Assert.Equal(narrow.Graph.Parameters["fc1.weight"].Shape, again.Graph.Parameters["fc1.weight"].Shape);
        Assert.Null(again.Parent);
        Assert.NotEmpty(again.Training);
        Assert.True(again.Training[^1].TrainingLoss < again.Training[0].TrainingLoss);
        Assert.Equal(PruningFixture.Weights(again), PruningFixture.Weights(same));
    }

    private static void AssertSameBits(Graph expected, Graph actual)
    {
        foreach ((string name, GraphParameter parameter) in expected.Parameters)
            Assert.Equal(
                Values(parameter).Select(BitConverter.SingleToInt32Bits),
                Values(actual.Parameters[name]).Select(BitConverter.SingleToInt32Bits)
            );
    }

    private static float[] Values(GraphParameter parameter) => parameter.Value.data<float>().ToArray();

    private static double Deviation(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
