using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class HeadPruningTests
{
    private static readonly Lazy<NetworkModel> Model = new(() =>
        PruningFixture.Model(
            NetworkFactory.FromLayers(
                ["attention 4x3 residual", "relu", "attention 2x5", "conv1d 6x2", "relu", "globalavgpool"],
                [6, 5],
                3,
                1
            ),
            PruningFixture.Blobs([6, 5], training: 64, validation: 32)
        )
    );

    [Fact]
    public void Heads_go_and_nothing_else()
    {
        NetworkModel pruned = PruningFixture.Prune(Model.Value, PruningFixture.Options(0.5, "Taylor", "Head", epochs: 1));

        long first = Heads(pruned, "attention1"),
            second = Heads(pruned, "attention2");
        Assert.Equal(3, first + second);
        Assert.Equal([6, 3 * first], pruned.Graph.Parameters["attention1_query.weight"].Shape);
        Assert.Equal([6, 3 * first], pruned.Graph.Parameters["attention1_value.weight"].Shape);
        Assert.Equal([3 * first, 6], pruned.Graph.Parameters["attention1_output.weight"].Shape);
        Assert.Equal(Model.Value.Graph.Parameters["conv1.weight"].Shape, pruned.Graph.Parameters["conv1.weight"].Shape);
        Assert.Equal(0.5, pruned.Pruning!.Sparsity);
        PruningLayer row = pruned.Pruning.Layers.Single(layer => layer.Layer == "attention1_query");
        Assert.Equal(("head", 4L, first), (row.Unit, row.Original, row.Kept));
    }

    [Fact]
    public void Fractions_are_of_the_original_heads_and_files_keep_them()
    {
        NetworkModel third = PruningFixture.Prune(Model.Value, PruningFixture.Options(1.0 / 3, granularity: "Head"));
        NetworkModel more = PruningFixture.Prune(third, PruningFixture.Options(2.0 / 3, granularity: "Head"));

        using var read = (NetworkModel)Samples.Load(Samples.Save(more));

        Assert.Equal(2, Heads(more, "attention1") + Heads(more, "attention2"));
        Assert.Equal(Samples.Predict(more, 3), Samples.Predict(read, 3));
    }

    [Fact]
    public void Channel_granularity_takes_heads_and_filters_together()
    {
        NetworkModel pruned = PruningFixture.Prune(Model.Value, PruningFixture.Options(0.5, granularity: "Channel"));

        Assert.Equal(6, Heads(pruned, "attention1") + Heads(pruned, "attention2") + pruned.Graph.Parameters["conv1.weight"].Shape[0]);
    }

    private static long Heads(NetworkModel model, string name) =>
        model.Graph.Nodes.First(node => node.Name == name).Attributes.Integer("q_num_heads", 0);
}
