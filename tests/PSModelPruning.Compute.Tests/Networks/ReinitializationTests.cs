using PSModelPruning.Compute.Networks;
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
            float[] before = Values(parameter), after = Values(like.Parameters[name]);
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

    [Fact]
    public void What_training_and_pruning_did_is_forgotten()
    {
        TorchRuntime.EnsureAvailable();
        Dataset data = PruningFixture.Blobs([6]);
        using NetworkModel model = PruningFixture.Mlp(data, epochs: 5);
        using NetworkModel sparse = PruningFixture.Prune(model, PruningFixture.Options(0.8));

        using Graph like = NetworkFactory.Like(sparse.Graph, 7);

        foreach (GraphParameter weight in like.Parameters.Values.Where(parameter => parameter.Name.EndsWith("weight", StringComparison.Ordinal)))
            Assert.DoesNotContain(0f, Values(weight));
        Assert.All(like.Parameters.Values.Where(parameter => parameter.Name.EndsWith("bias", StringComparison.Ordinal)), bias => Assert.All(Values(bias), value => Assert.Equal(0, value)));
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

    private static float[] Values(GraphParameter parameter) => parameter.Value.data<float>().ToArray();

    private static double Deviation(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
