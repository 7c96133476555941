using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class ElementPruningTests
{
    [Theory]
    [InlineData("Magnitude", "OneShot", 0.9)]
    [InlineData("Random", "OneShot", 0.333)]
    [InlineData("Gradient", "Iterative", 0.77)]
    [InlineData("Taylor", "Iterative", 0.5)]
    [InlineData("Magnitude", "Gradual", 0.8)]
    [InlineData("MagnitudeL2", "OneShot", 0.05)]
    [InlineData("Lamp", "Iterative", 0.9)]
    [InlineData("Fisher", "Gradual", 0.7)]
    [InlineData("Wanda", "OneShot", 0.61)]
    [InlineData("Snip", "OneShot", 0.5)]
    [InlineData("SynFlow", "Iterative", 0.8)]
    [InlineData("SparseGpt", "Iterative", 0.66)]
    [InlineData("OptimalBrainSurgeon", "Gradual", 0.8)]
    public void Exactly_the_fraction_of_all_weights_is_zero_also_after_fine_tuning(string method, string schedule, double sparsity)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);
        float[] before = PruningFixture.Weights(model);
        long weights = 7 * 16 + 16 * 8 + 8 * 3;

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(sparsity, method, schedule: schedule, epochs: 3));

        Assert.Equal((long)Math.Round(sparsity * weights), PruningFixture.Zeros(pruned).Values.Sum());
        Assert.Equal((double)(long)Math.Round(sparsity * weights) / weights, pruned.Pruning!.Sparsity, 9);
        Assert.Equal(before, PruningFixture.Weights(model));
    }

    [Fact]
    public void In_layer_scope_every_layer_loses_exactly_its_fraction()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.6).WithNetwork(network => network with { Scope = PruningScope.Layer })
        );

        Assert.Equal(
            [(long)Math.Round(0.6 * 112), (long)Math.Round(0.6 * 128), (long)Math.Round(0.6 * 24)],
            PruningFixture.Zeros(pruned).Values
        );
    }

    [Fact]
    public void The_smallest_weights_of_all_layers_go()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        float[] weights = [.. model.Graph.PrunableWeights().SelectMany(entry => entry.Weight.Value.data<float>().ToArray())];
        float[] sorted = [.. weights.Order(Comparer<float>.Create((a, b) => MathF.Abs(a).CompareTo(MathF.Abs(b))))];
        float threshold = MathF.Abs(sorted[(int)Math.Round(0.7 * weights.Length) - 1]);

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.7));

        float[] expected = [.. weights.Select(weight => MathF.Abs(weight) <= threshold ? 0 : weight)];
        Assert.Equal(expected, pruned.Graph.PrunableWeights().SelectMany(entry => entry.Weight.Value.data<float>().ToArray()));
    }

    [Fact]
    public void Fractions_are_of_the_original_model()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel half = PruningFixture.Prune(model, PruningFixture.Options(0.5));

        using NetworkModel more = PruningFixture.Prune(half, PruningFixture.Options(0.8));

        Assert.Equal((long)Math.Round(0.8 * 264), PruningFixture.Zeros(more).Values.Sum());
        Assert.Equal("net, 79.9 % zeros", more.Name);
        Assert.Same(half, more.Parent);
        ComputeException error = Assert.Throws<ComputeException>(() => PruningFixture.Prune(more, PruningFixture.Options(0.5)));
        Assert.Equal("SparsityAlreadyReached", error.ErrorId);
    }

    [Fact]
    public void A_sparsity_a_hair_beside_what_is_possible_brings_no_weight_back_and_empties_no_layer()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 0, 64, 32);
        using NetworkModel half = PruningFixture.Prune(model, PruningFixture.Options(0.5));

        using NetworkModel again = PruningFixture.Prune(half, PruningFixture.Options(0.4993, epochs: 2));
        using NetworkModel least = PruningFixture.Prune(model, PruningFixture.Options(0.9995));

        Assert.Equal(1296, PruningFixture.Zeros(again).Values.Sum());
        Assert.Equal([7 * 64 - 1, 64 * 32 - 1, 32 * 3 - 1], PruningFixture.Zeros(least).Values);
    }

    [Fact]
    public void Weights_that_channel_pruning_removed_count_as_gone()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel smaller = PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: "Channel"));
        long left = smaller.Graph.PrunableWeights().Sum(entry => entry.Weight.ElementCount);

        using NetworkModel pruned = PruningFixture.Prune(smaller, PruningFixture.Options(0.9));

        Assert.Equal((long)Math.Round(0.9 * 264) - (264 - left), PruningFixture.Zeros(pruned).Values.Sum());
        Assert.Equal(0.9, pruned.Pruning!.Sparsity, 2);
    }

    [Fact]
    public void An_excluded_layer_keeps_all_its_weights_and_the_report_says_why()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5).WithNetwork(network => network with { ExcludeLayer = ["FC1"] })
        );

        Dictionary<string, long> zeros = PruningFixture.Zeros(pruned);
        Assert.Equal(0, zeros["fc1.weight"]);
        Assert.Equal((long)Math.Round(0.5 * (128 + 24)), zeros.Values.Sum());
        PruningLayer row = pruned.Pruning!.Layers.Single(layer => layer.Layer == "fc1");
        Assert.Equal("excluded", row.Reason);
        Assert.Equal(0, row.Removed);
    }

    [Fact]
    public void Every_layer_keeps_a_weight()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(261.0 / 264));

        Assert.All(pruned.Pruning!.Layers, layer => Assert.Equal(1, layer.Kept));
        Assert.Equal(
            "SparsityNotReachable",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.9999))).ErrorId
        );
    }

    [Theory]
    [InlineData("Random")]
    [InlineData("Taylor")]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others(string method)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 1);
        PruningOptions options = PruningFixture.Options(0.6, method, schedule: "Iterative", epochs: 2);

        using NetworkModel first = PruningFixture.Prune(model, options);
        using NetworkModel again = PruningFixture.Prune(model, options);
        using NetworkModel other = PruningFixture.Prune(model, options with { Seed = 6 });

        Assert.Equal(PruningFixture.Weights(first), PruningFixture.Weights(again));
        Assert.NotEqual(PruningFixture.Weights(first), PruningFixture.Weights(other));
    }

    [Fact]
    public void Nine_of_ten_weights_of_a_digits_network_go_and_at_most_one_point_with_them()
    {
        NetworkModel model = PruningFixture.DigitsModel;

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            new PruningOptions
            {
                Target = new PruningTarget { Sparsity = 0.9 },
                Seed = 1,
                Threads = 1,
            }
        );

        double before = Accuracy(model),
            after = Accuracy(pruned);
        Assert.True(before >= 0.95, $"The network was to be good, but has {before}.");
        Assert.True(before - after <= 0.01 + 1e-9, $"Accuracy fell from {before} to {after}.");
        Assert.Equal(0.9, pruned.Sparsity, 4);
        Assert.True(model.PackedBytes > 5 * pruned.PackedBytes);
    }

    private static double Accuracy(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, model.Dataset!, PartitionName.Test, PruningFixture.Silent).Accuracy;
}
