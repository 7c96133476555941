using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Ratios;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class WandaTests
{
    [Fact]
    public void A_weight_is_scored_by_its_size_times_the_norm_of_its_input()
    {
        using var setting = new CriterionSetting();
        double[] norms =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => Math.Sqrt(Enumerable.Range(0, 16).Sum(row => Math.Pow(setting.Data.Training.Row(row)[i], 2)))),
        ];

        float[] expected = [.. setting.Weight("fc1.weight").Select((weight, i) => (float)(Math.Abs(weight) * norms[i % 5]))];

        CriterionSetting.AssertClose(expected, setting.Scores("Wanda", "fc1.weight"), 1e-5f);
    }

    [Fact]
    public void What_a_filter_sees_at_all_its_places_is_the_input()
    {
        using var setting = new CriterionSetting(8, [2, 4, 5], "conv 3x2 groups 1 stride 2 pad 1", "relu");
        float[] weight = setting.Weight("conv1.weight");
        float[] expected = new float[weight.Length];
        for (int i = 0; i < weight.Length; i++)
        {
            int channel = i / 4 % 2,
                y = i / 2 % 2,
                x = i % 2;
            double sum = 0;
            for (int row = 0; row < 16; row++)
            {
                for (int top = -1; top + 2 <= 5; top += 2)
                {
                    for (int left = -1; left + 2 <= 6; left += 2)
                    {
                        if (top + y is >= 0 and < 4 && left + x is >= 0 and < 5)
                            sum += Math.Pow(setting.Data.Training.Row(row)[channel * 20 + (top + y) * 5 + left + x], 2);
                    }
                }
            }
            expected[i] = (float)(Math.Abs(weight[i]) * Math.Sqrt(sum));
        }

        CriterionSetting.AssertClose(expected, setting.Scores("Wanda", "conv1.weight"), 1e-5f);
    }

    [Fact]
    public void With_the_scope_of_a_layer_every_output_loses_the_same_fraction_of_its_weights()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([8]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, "Wanda").WithNetwork(network => network with { Scope = PruningScope.Layer })
        );

        foreach ((_, GraphParameter weight) in pruned.Graph.PrunableWeights())
        {
            int inputs = (int)weight.Shape[1];
            Assert.All(weight.Value.data<float>().ToArray().Chunk(inputs), output =>
                Assert.Equal(inputs / 2, output.Count(value => value == 0))
            );
        }
    }

    [Theory]
    [InlineData("Wanda")]
    [InlineData("SparseGpt")]
    public void Where_nothing_says_how_much_each_layer_loses_it_follows_from_their_shapes(string method)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([8]));

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, method));
        using NetworkModel named = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, method).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Erk") })
        );

        Assert.Equal(0.5, pruned.Pruning!.Sparsity, 2);
        Assert.Equal(named.Graph.PrunableWeights().Select(Zeros), pruned.Graph.PrunableWeights().Select(Zeros));
        Assert.True(
            pruned.Graph.PrunableWeights().Select(entry => (double)Zeros(entry) / entry.Weight.ElementCount).Distinct().Count() > 1
        );

        static int Zeros((Node Node, GraphParameter Weight) entry) => entry.Weight.Value.data<float>().Count(value => value == 0);
    }
}
