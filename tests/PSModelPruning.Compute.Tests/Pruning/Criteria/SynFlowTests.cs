using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class SynFlowTests
{
    [Fact]
    public void A_weight_is_scored_by_the_share_of_the_paths_that_go_through_it()
    {
        using var setting = new CriterionSetting(8, [5], "linear 4", "relu");
        float[] first = [.. setting.Weight("fc1.weight").Select(MathF.Abs)],
            second = [.. setting.Weight("fc2.weight").Select(MathF.Abs)];
        float[] into = [.. Enumerable.Range(0, 4).Select(n => first[(n * 5)..(n * 5 + 5)].Sum())];
        float[] outOf = [.. Enumerable.Range(0, 4).Select(n => Enumerable.Range(0, 3).Sum(o => second[o * 4 + n]))];
        float all = Enumerable.Range(0, 4).Sum(n => into[n] * outOf[n]);

        CriterionSetting.AssertClose(
            [.. first.Select((weight, i) => weight * outOf[i / 5] / all)],
            setting.Scores("SynFlow", "fc1.weight"),
            1e-5f
        );
        CriterionSetting.AssertClose(
            [.. second.Select((weight, i) => weight * into[i % 4] / all)],
            setting.Scores("SynFlow", "fc2.weight"),
            1e-5f
        );
    }

    [Fact]
    public void What_enters_every_layer_is_conserved_through_convolutions_normalization_and_pooling()
    {
        using var setting = new CriterionSetting(
            8,
            [1, 8, 8],
            "conv 4x3 pad 1",
            "batchnorm",
            "relu",
            "avgpool 2",
            "conv 6x3",
            "sigmoid",
            "linear 5",
            "tanh"
        );

        foreach ((_, GraphParameter weight) in setting.Graph.PrunableWeights())
            Assert.Equal(1, setting.Scores("SynFlow", weight.Name).Sum(), 4);
    }

    [Fact]
    public void No_layer_empties_at_a_sparsity_where_one_scoring_would_empty_some()
    {
        using NetworkModel model = PruningFixture.WithoutData(PruningFixture.Mlp(PruningFixture.Blobs([7]), 0, 40, 3, 40));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.93, "SynFlow").WithNetwork(network => network with { FineTuneEpochs = null })
        );

        // 520 weights, 36 stay: every layer keeps several, the narrow ones most of their paths.
        Assert.Equal(0.93, pruned.Sparsity, 2);
        Assert.All(pruned.Pruning!.Layers, layer => Assert.True(layer.Kept >= 3, $"{layer.Layer} keeps {layer.Kept}."));
    }
}
