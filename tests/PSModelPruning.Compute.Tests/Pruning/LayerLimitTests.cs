using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>No layer loses nearly all while others could lose theirs.</summary>
public sealed class LayerLimitTests
{
    private static readonly Lazy<NetworkModel> TrainedDepthwise = new(() => PruningFixture.Train(Depthwise(), PruningFixture.Digits, 25));

    [Theory]
    [InlineData("Taylor")]
    [InlineData("Fisher")]
    [InlineData("BatchNormScale")]
    public void A_criterion_over_all_layers_is_no_worse_than_chance_on_a_small_depthwise_network(string method)
    {
        double Score(string criterion) =>
            new[] { 0.5, 0.7 }.Average(sparsity =>
            {
                NetworkModel pruned = Prune(sparsity, criterion, epochs: 3);
                Assert.All(pruned.Pruning!.Layers, layer => Assert.True(layer.Kept >= 3, $"{layer.Layer} keeps {layer.Kept}"));
                return pruned.Pruning.ScoreAfter;
            });

        double score = Score(method),
            chance = Score("Random");
        Assert.True(score >= chance, $"{score:0.000} after {method}, {chance:0.000} by chance");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Channels_of_a_layer_go_up_to_the_limit(double limit)
    {
        NetworkModel pruned = Prune(limit - 0.2, "Magnitude", limit: limit);
        Assert.Equal(limit - 0.2, pruned.Pruning!.Sparsity, 0.02);
        Assert.All(pruned.Pruning.Layers.Where(layer => layer.Layer != "out"), layer =>
            Assert.True(layer.Kept >= (1 - limit) * layer.Original - 1e-9, $"{layer.Layer} keeps {layer.Kept}")
        );
        Assert.Equal("SparsityNotReachable", Assert.Throws<ComputeException>(() => Prune(limit + 0.1, "Magnitude", limit: limit)).ErrorId);
    }

    [Fact]
    public void Without_a_word_a_layer_keeps_a_tenth_of_its_channels_while_others_can_go()
    {
        // Weights of one layer are far smaller than all others, so that all of them would go first.
        NetworkModel model = PruningFixture.Model(Depthwise(), PruningFixture.Digits);
        using (TorchSharp.torch.no_grad())
            model.Graph.Parameters[model.Graph.ChannelScales().Last()].Value.mul_(1e-6f);
        NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.6, "SynFlow", "Channel"));
        Assert.All(pruned.Pruning!.Layers.Where(layer => layer.Layer != "out"), layer => Assert.True(layer.Kept >= 2));
        // Where all must nearly go, the limit gives way.
        Assert.Equal(0.93, PruningFixture.Prune(model, PruningFixture.Options(0.93, "SynFlow", "Channel")).Pruning!.Sparsity, 0.02);
    }

    [Fact]
    public void Single_weights_of_a_layer_go_up_to_the_limit_and_to_the_last_without_one()
    {
        PruningOptions options = PruningFixture.Options(0.6);
        NetworkModel model = PruningFixture.DigitsModel;
        NetworkModel bounded = PruningFixture.Prune(model, options with { Network = options.Network with { MaxLayerSparsity = 0.65 } });
        Assert.Equal(0.6, bounded.Pruning!.Sparsity, 0.001);
        Assert.All(bounded.Pruning.Layers, layer => Assert.True(layer.Kept >= 0.35 * layer.Original - 1));
        Assert.Contains(PruningFixture.Prune(model, options).Pruning!.Layers, layer => layer.Kept < 0.35 * layer.Original - 1);
    }

    private static NetworkModel Prune(double sparsity, string method, int epochs = 0, double? limit = null)
    {
        PruningOptions options = PruningFixture.Options(sparsity, method, "Channel", epochs: epochs);
        return PruningFixture.Prune(TrainedDepthwise.Value, options with { Network = options.Network with { MaxLayerSparsity = limit } });
    }

    private static Graph Depthwise()
    {
        var builder = new GraphBuilder([64]);
        builder.Add("image", "Reshape", NodeAttributes.Empty.With("shape", 0, 1, 8, 8));
        Convolve(builder, "conv1", new Convolution(16, 3, 3) { Padding = 1 });
        Convolve(builder, "depthwise1", new Convolution(16, 3, 3) { Padding = 1, Groups = 16 });
        Convolve(builder, "pointwise1", new Convolution(16, 1, 1));
        Convolve(
            builder,
            "depthwise2",
            new Convolution(16, 3, 3)
            {
                Padding = 1,
                Groups = 16,
                Stride = 2,
            }
        );
        Convolve(builder, "pointwise2", new Convolution(32, 1, 1));
        builder.Add("pool", "GlobalAveragePool");
        builder.Linear("out", 10);
        return builder.Build(3);
    }

    private static void Convolve(GraphBuilder builder, string name, Convolution convolution)
    {
        builder.Convolution(name, convolution with { HasBias = false });
        builder.BatchNormalization(name + "_bn");
        builder.Add(name + "_relu", "Relu");
    }
}
