using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class ActivationTests
{
    [Theory]
    [InlineData("ApoZ")]
    [InlineData("MeanActivation")]
    public void A_neuron_is_scored_by_what_its_rectifier_gives(string method)
    {
        using var setting = new CriterionSetting(8, [5], "linear 6", "relu");
        float[] weight = setting.Weight("fc1.weight"),
            bias = setting.Weight("fc1.bias");
        float[] expected = new float[6];
        for (int row = 0; row < 16; row++)
        {
            for (int neuron = 0; neuron < 6; neuron++)
            {
                float sum = bias[neuron];
                for (int i = 0; i < 5; i++)
                    sum += weight[neuron * 5 + i] * setting.Data.Training.Row(row)[i];
                expected[neuron] += (method == "ApoZ" ? (sum > 0 ? 1 : 0) : MathF.Max(sum, 0)) / 16;
            }
        }

        CriterionSetting.AssertClose(expected, setting.UnitScores(method), 1e-5f);
    }

    [Fact]
    public void A_channel_is_scored_over_all_places_behind_its_normalization()
    {
        using var setting = new CriterionSetting(5, [1, 4, 4], "conv 3x1", "batchnorm", "clip 0 6", "maxpool 2");
        Structures.StructureNets.Randomize(setting.Graph, 2);
        float[] w = setting.Weight("conv1.weight"),
            b = setting.Graph.Parameters.ContainsKey("conv1.bias") ? setting.Weight("conv1.bias") : new float[3];
        float[] scale = setting.Weight("bn1.weight"),
            shift = setting.Weight("bn1.bias"),
            mean = setting.Weight("bn1.running_mean"),
            variance = setting.Weight("bn1.running_var");
        float[] expected = new float[3];
        for (int row = 0; row < 16; row++)
        {
            foreach (float pixel in setting.Data.Training.Row(row))
            {
                for (int c = 0; c < 3; c++)
                    expected[c] +=
                        (w[c] * pixel + b[c] - mean[c]) / MathF.Sqrt(variance[c] + 1e-5f) * scale[c] + shift[c] > 0 ? 1 / 256f : 0;
            }
        }

        CriterionSetting.AssertClose(expected, setting.UnitScores("ApoZ"), 1e-5f);
    }

    [Fact]
    public void Where_no_rectifier_follows_zeros_are_not_counted()
    {
        using NetworkModel model = PruningFixture.Train(
            NetworkFactory.FromLayers(["linear 6", "tanh"], [7], 3, 1),
            PruningFixture.Blobs([7]),
            0
        );

        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(model, PruningFixture.Options(0.5, "ApoZ", ""))
        );
        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, "MeanActivation", ""));

        Assert.Equal("MethodNotForNetwork", error.ErrorId);
        Assert.Contains("no rectifier", error.Message);
        Assert.Equal(3, pruned.Pruning!.Layers.Single(layer => layer.Layer == "fc1").Kept);
    }
}
