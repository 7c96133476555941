namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class GeometricMedianTests
{
    [Fact]
    public void A_filter_is_scored_by_its_distances_to_the_other_filters_of_its_layer()
    {
        using var setting = new CriterionSetting(8, [2, 5, 5], "conv 4x3", "relu", "linear 3", "relu");
        float[][] filters = [.. setting.Weight("conv1.weight").Chunk(18)],
            neurons = [.. setting.Weight("fc1.weight").Chunk(36)];

        float[] expected = [.. Distances(filters), .. Distances(neurons)];

        CriterionSetting.AssertClose(expected, setting.UnitScores("GeometricMedian"), 1e-4f);
    }

    [Fact]
    public void Of_two_filters_alike_one_goes_however_large_they_are()
    {
        using NetworkModel model = PruningFixture.WithoutData(PruningFixture.Mlp(PruningFixture.Blobs([7]), 0, 6));
        TorchSharp.torch.Tensor weight = model.Graph.Parameters["fc1.weight"].Value;
        using (TorchSharp.torch.no_grad())
        {
            // Neuron 4 lies in the middle of all others, and is large.
            using TorchSharp.torch.Tensor middle = weight.mean([0]) + 5;
            weight.add_(5);
            weight[4] = middle;
        }

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(1.0 / 6, "GeometricMedian", "Neuron").WithNetwork(network => network with { FineTuneEpochs = null })
        );

        float[][] before = [.. weight.data<float>().ToArray().Chunk(7)],
            after = [.. pruned.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray().Chunk(7)];
        Assert.Equal(before.Where((_, neuron) => neuron != 4), after);
    }

    private static IEnumerable<float> Distances(float[][] filters) =>
        filters.Select(filter =>
            filters.Sum(other => MathF.Sqrt(filter.Zip(other).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second))))
        );
}
