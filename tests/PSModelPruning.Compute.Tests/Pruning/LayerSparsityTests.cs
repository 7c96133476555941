using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Ratios;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class LayerSparsityTests
{
    // fc1 7 → 16, fc2 16 → 8, fc3 8 → 3.
    private const int First = 112,
        Second = 128,
        Third = 24,
        All = 264;

    [Theory]
    [InlineData("Uniform", 0.6)]
    [InlineData("UniformPlus", 0.87)]
    [InlineData("Erk", 0.5)]
    [InlineData("Erk", 0.9)]
    public void A_named_rule_takes_exactly_the_fraction_of_the_whole(string rule, double sparsity)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(sparsity).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get(rule) })
        );

        Assert.Equal((long)Math.Round(sparsity * All), PruningFixture.Zeros(pruned).Values.Sum());
        Assert.Equal($"Layer sparsity: {rule}", pruned.Pruning!.Scope);
    }

    [Fact]
    public void Erk_keeps_weights_in_proportion_to_the_sum_of_sizes_over_their_product()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Erk") })
        );

        // Density × weights is ε·(7 + 16), ε·(16 + 8), ε·(8 + 3), and the sum of what stays is 264 − 211 = 53: ε = 53/58, and none is over
        // 1.
        long[] kept =
        [
            First - PruningFixture.Zeros(pruned)["fc1.weight"],
            Second - PruningFixture.Zeros(pruned)["fc2.weight"],
            Third - PruningFixture.Zeros(pruned)["fc3.weight"],
        ];
        Assert.Equal(53, kept.Sum());
        Assert.InRange(kept[0] - 53.0 / 58 * 23, -1, 1);
        Assert.InRange(kept[1] - 53.0 / 58 * 24, -1, 1);
        Assert.InRange(kept[2] - 53.0 / 58 * 11, -1, 1);
    }

    [Fact]
    public void Erk_leaves_a_layer_whole_that_would_keep_more_than_it_has()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.4).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Erk") })
        );

        // 158 stay. ε = 158/58 would leave fc3 30 of 24; with it whole 134 are shared 23 : 24.
        Assert.Equal(0, PruningFixture.Zeros(pruned)["fc3.weight"]);
        Assert.InRange(First - PruningFixture.Zeros(pruned)["fc1.weight"] - 134.0 * 23 / 47, -1, 1);
    }

    [Fact]
    public void Kernel_sizes_count_in_erk()
    {
        double[] densities = LayerRatioCatalog
            .Get("Erk")
            .Densities([new RatioLayer("conv", ["conv"], 144, 0, 143) { Shape = [8, 2, 3, 3] }], 0.5);

        Assert.Equal((8 + 2 + 3 + 3) / 144.0, densities[0], 12);
    }

    [Fact]
    public void UniformPlus_spares_the_first_convolution_and_the_last_linear_layer()
    {
        Dataset data = PruningFixture.Blobs([1, 6, 6]);
        using NetworkModel model = PruningFixture.Train(
            NetworkFactory.FromLayers(["conv 4x3", "relu", "conv 6x3", "relu", "flatten"], [1, 6, 6], 3, 1),
            data,
            0
        );
        string[] names = [.. model.Graph.PrunableWeights().Select(layer => layer.Weight.Name)];
        long[] sizes = [.. model.Graph.PrunableWeights().Select(layer => layer.Weight.ElementCount)];

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("UniformPlus") })
        );

        Dictionary<string, long> zeros = PruningFixture.Zeros(pruned);
        Assert.Equal(0, zeros[names[0]]);
        Assert.Equal((long)(0.8 * sizes[2]), zeros[names[2]]);
        Assert.Equal((long)Math.Round(0.8 * sizes.Sum()), zeros.Values.Sum());
    }

    [Theory]
    [InlineData("Pattern")]
    [InlineData("Block")]
    public void Patterns_and_blocks_go_by_layer_too(string granularity)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        PruningOptions options = PruningFixture
            .Options(0.4, granularity: granularity)
            .WithNetwork(network =>
                network with
                {
                    LayerSparsity = LayerRatioCatalog.Get("Uniform"),
                    Pattern = granularity == "Pattern" ? "1:2" : null,
                    BlockSize = granularity == "Block" ? [1, 2] : null,
                }
            );

        using NetworkModel pruned = PruningFixture.Prune(model, options);

        Dictionary<string, long> zeros = PruningFixture.Zeros(pruned);
        Assert.InRange(zeros["fc1.weight"] - 0.4 * First, -2, 2);
        Assert.InRange(zeros["fc2.weight"] - 0.4 * Second, -2, 2);
        Assert.InRange(zeros["fc3.weight"] - 0.4 * Third, -2, 2);
    }

    [Theory]
    [InlineData("OneShot")]
    [InlineData("Iterative")]
    [InlineData("Gradual")]
    public void Fractions_by_layer_are_met_by_every_schedule(string schedule)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        var table = new TableRatios([("FC1", 0.75), ("fc*", 0.5)], null);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0, schedule: schedule, epochs: schedule == "OneShot" ? 0 : 2)
                .WithNetwork(network => network with { LayerSparsity = table }) with
            {
                Target = new PruningTarget(),
            }
        );

        Assert.Equal([84, 64, 12], PruningFixture.Zeros(pruned).Values);
        if (schedule != "Iterative")
            return;
        Assert.Equal(4, pruned.Pruning!.Rounds.Count);
        Assert.Equal(160.0 / All / 4, pruned.Pruning.Rounds[0].Sparsity, 2);
    }

    [Fact]
    public void Layers_that_are_not_named_stay_or_share_what_is_left()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel alone = PruningFixture.Prune(
            model,
            PruningFixture.Options(0).WithNetwork(network => network with { LayerSparsity = new TableRatios([("fc2", 0.5)], null) }) with
            {
                Target = new PruningTarget(),
            }
        );
        using NetworkModel shared = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.6).WithNetwork(network => network with { LayerSparsity = new TableRatios([("fc2", 0.5)], 0.6) })
        );

        Assert.Equal([0, 64, 0], PruningFixture.Zeros(alone).Values);
        // 158 go in all, 64 of them of fc2; the other 94 evenly of 112 and 24.
        Assert.Equal([77, 64, 17], PruningFixture.Zeros(shared).Values);
    }

    [Fact]
    public void Channels_go_by_layer_too()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0, granularity: "Neuron")
                .WithNetwork(network => network with { LayerSparsity = new TableRatios([("fc1", 0.25), ("fc2", 0.5)], null) }) with
            {
                Target = new PruningTarget(),
            }
        );
        using NetworkModel uniform = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.7, granularity: "Neuron")
                .WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Uniform") })
        );

        Assert.Equal([12, 7], pruned.Graph.Parameters["fc1.weight"].Shape);
        Assert.Equal([4, 12], pruned.Graph.Parameters["fc2.weight"].Shape);
        // 17 of 24 go: 11.2 and 5.6 keep their whole parts, and the rest goes where more is left over.
        Assert.Equal(7, uniform.Graph.Parameters["fc1.weight"].Shape[0] + uniform.Graph.Parameters["fc2.weight"].Shape[0]);
        Assert.Equal(2, uniform.Graph.Parameters["fc2.weight"].Shape[0]);
    }

    [Fact]
    public void Fractions_are_of_the_original_network_after_channels_went()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel half = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, granularity: "Neuron").WithNetwork(network => network with { Scope = PruningScope.Layer })
        );

        using NetworkModel pruned = PruningFixture.Prune(
            half,
            PruningFixture.Options(0.9).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Uniform") })
        );

        // Of fc1 8 × 7 of 112 are left, of fc2 4 × 8 of 128, of fc3 4 × 3 of 24; a tenth of the original is 11.2, 12.8 and 2.4, 26 in all.
        long[] kept =
        [
            56 - PruningFixture.Zeros(pruned)["fc1.weight"],
            32 - PruningFixture.Zeros(pruned)["fc2.weight"],
            12 - PruningFixture.Zeros(pruned)["fc3.weight"],
        ];
        Assert.Equal([11, 13, 2], kept);
    }

    [Fact]
    public void Measured_layers_lose_what_costs_the_same()
    {
        // fc1 loses 0.1 a tenth, fc2 0.02 a tenth: with the same loss fc2 is five times as far.
        LayerSensitivity[] points = [.. Points("fc1", 1.0), .. Points("fc2", 0.2), .. Points("fc3", 1.0)];
        var ratios = new SensitivityRatios(points);
        RatioLayer[] layers = [new("fc1", ["fc1"], 1000, 0, 999), new("fc2", ["fc2"], 1000, 0, 999), new("fc3", ["fc3"], 1000, 0, 999)];

        long[] gone = LayerAllotment.CountGone(ratios, layers, 0.3);

        Assert.Equal(900, gone.Sum());
        Assert.InRange(gone[0], 127, 130);
        Assert.Equal(gone[0], gone[2], 2.0);
        Assert.InRange(gone[1], 640, 646);
    }

    [Fact]
    public void Layers_that_lose_nothing_share_evenly_and_those_not_measured_stay()
    {
        var ratios = new SensitivityRatios([.. Points("fc1", 0), .. Points("fc2", -0.1)]);
        RatioLayer[] layers = [new("fc1", ["fc1"], 100, 0, 99), new("fc2", ["fc2"], 300, 0, 299), new("fc3", ["fc3"], 100, 0, 99)];

        Assert.Equal([50, 150, 0], LayerAllotment.CountGone(ratios, layers, 0.4));
    }

    [Fact]
    public void What_a_layer_cannot_lose_the_others_do()
    {
        RatioLayer[] layers = [new("a", ["a"], 4, 0, 3), new("b", ["b"], 96, 0, 95), new("c", ["c"], 100, 60, 99)];

        Assert.Equal([3, 95, 99], LayerAllotment.CountGone(LayerRatioCatalog.Get("Uniform"), layers, 0.99));
        Assert.Equal([1, 29, 60], LayerAllotment.CountGone(LayerRatioCatalog.Get("Uniform"), layers, 0.45));
    }

    [Theory]
    [InlineData("SparsityOutOfRange", "fc1", 1.0, null)]
    [InlineData("SparsityOutOfRange", "fc1", -0.1, null)]
    [InlineData("LayerNotFound", "fd1", 0.5, null)]
    [InlineData("LayerNotFound", "conv*", 0.5, null)]
    [InlineData("LayerSparsityNotReachable", "fc3", 0.99, null)]
    [InlineData("LayerSparsityNotReachable", "fc1", 0.2, 0.9)]
    [InlineData("LayerSparsityNotReachable", "fc*", 0.2, 0.9)]
    public void Impossible_fractions_are_told(string id, string layer, double sparsity, double? overall)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(
                model,
                PruningFixture
                    .Options(0)
                    .WithNetwork(network => network with { LayerSparsity = new TableRatios([(layer, sparsity)], overall) }) with
                {
                    Target = new PruningTarget { Sparsity = overall },
                }
            )
        );

        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public void Choices_that_exclude_each_other_are_told()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        string Id(Func<PruningOptions, PruningOptions> change) =>
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, change(PruningFixture.Options(0.5)))).ErrorId;

        Assert.Equal(
            "LayerSparsityWithScope",
            Id(options =>
                options.WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Erk"), Scope = PruningScope.Global })
            )
        );
        Assert.Equal(
            "LayerSparsityNotForGranularity",
            Id(options =>
                options.WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Erk"), Granularity = "Channel" })
            )
        );
        Assert.Equal(
            "LayerSparsityGranularity",
            Id(options =>
                options.WithNetwork(network =>
                    network with
                    {
                        LayerSparsity = new SensitivityRatios(Points("fc1", 0.1)),
                        Granularity = "Channel",
                    }
                )
            )
        );
        Assert.Equal(
            "LayerNotFound",
            Id(options => options.WithNetwork(network => network with { LayerSparsity = new SensitivityRatios(Points("other", 0.1)) }))
        );
        Assert.Equal(
            "LayerSparsityNotReachable",
            Id(options =>
                options.WithNetwork(network =>
                    network with
                    {
                        LayerSparsity = new TableRatios([("fc1", 0.5)], 0.5),
                        ExcludeLayer = ["fc1"],
                    }
                )
            )
        );
        Assert.Equal(
            "LayerSparsityAmbiguous",
            Id(options =>
                options.WithNetwork(network => network with { LayerSparsity = new TableRatios([("fc*", 0.5), ("*1", 0.6)], null) }) with
                {
                    Target = new PruningTarget(),
                }
            )
        );
        Assert.Equal(
            "SparsityNotReachable",
            Id(options => options.WithNetwork(network => network with { LayerSparsity = new SensitivityRatios(Points("fc3", 0.1)) }))
        );
        Assert.Equal("LayerSparsityInvalid", Assert.Throws<ComputeException>(() => new SensitivityRatios([])).ErrorId);
    }

    private static LayerSensitivity[] Points(string layer, double slope) =>
        [
            .. new[] { 0.1, 0.5, 0.9 }.Select(sparsity => new LayerSensitivity
            {
                Model = "net",
                Layer = layer,
                Layers = [layer],
                Method = "Magnitude",
                Granularity = "Element",
                Unit = "weight",
                Sparsity = sparsity,
                Units = 1000,
                Kept = 1000 - (long)(sparsity * 1000),
                ScoreBefore = 0.9,
                Score = 0.9 - slope * sparsity,
                ParametersGone = 0,
                MultiplyAccumulatesGone = 0,
                Partition = PartitionName.Validation,
            }),
        ];
}
