using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Sensitivity;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class LayerSensitivityTests
{
    [Theory]
    [InlineData("Magnitude", "Element")]
    [InlineData("Taylor", "Neuron")]
    [InlineData("Wanda", "Element")]
    [InlineData("SparseGpt", "Element")]
    [InlineData("OptimalBrainSurgeon", "Element")]
    [InlineData("GeometricMedian", "Channel")]
    public void A_point_is_the_layer_pruned_alone(string method, string granularity)
    {
        NetworkModel model = PruningFixture.DigitsModel;
        LayerSensitivity[] points = Measure(
            model,
            new SensitivityRequest
            {
                Options = Options(method, granularity),
                Sparsities = [0.5, 0.75],
                Layers = ["fc2"],
            }
        );

        Assert.Equal([0.5, 0.75], points.Select(point => point.Sparsity));
        foreach (LayerSensitivity point in points)
        {
            using NetworkModel alone = PruningFixture.Prune(
                model,
                Options(method, granularity)
                    .WithNetwork(network => network with { ExcludeLayer = ["fc1", "fc3"], FineTuneEpochs = 0, Schedule = "OneShot" }) with
                {
                    Target = new PruningTarget { Sparsity = point.Sparsity },
                }
            );
            // The damping of the Fisher matrix is the mean of all layers that are scored, here of all three: two rows of 300 may differ.
            Assert.Equal(alone.Pruning!.ScoreAfter, point.Score, method == "OptimalBrainSurgeon" ? 0.007 : 1e-9);
            Assert.Equal(alone.Pruning.ScoreBefore, point.ScoreBefore, 9);
            Assert.Equal(model.NonzeroParameters - alone.NonzeroParameters, point.ParametersGone);
            Assert.Equal(model.MultiplyAccumulates - alone.MultiplyAccumulates, point.MultiplyAccumulatesGone);
            Assert.Equal((long)(point.Units * (1 - point.Sparsity)), point.Kept);
        }
    }

    [Fact]
    public void Layers_whose_channels_are_coupled_are_one_group()
    {
        Dataset data = PruningFixture.Blobs([3, 32, 32], training: 24, validation: 12);
        using NetworkModel model = PruningFixture.Train(NetworkFactory.FromPreset("ResNet20", [3, 32, 32], 3, 1), data, 0);

        LayerSensitivity[] points = Measure(
            model,
            new SensitivityRequest { Options = Options("Magnitude", "Channel"), Sparsities = [0.5] }
        );

        // Three stages, and the inner convolution of each of the nine blocks.
        Assert.Equal(12, points.Length);
        LayerSensitivity stage = points[0];
        Assert.Equal(4, stage.Layers.Count);
        Assert.EndsWith("and 3 more", stage.Layer, StringComparison.Ordinal);
        Assert.All(points, point => Assert.Equal(0.5, point.Sparsity, 9));
        Assert.All(points, point => Assert.True(point.MultiplyAccumulatesGone > 0));
    }

    [Fact]
    public void A_sparsity_that_takes_no_more_than_the_one_before_is_left_out()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([4]), 1, 4);

        LayerSensitivity[] points = Measure(
            model,
            new SensitivityRequest { Options = Options("Magnitude", "Neuron"), Sparsities = [0.9, 0.7, 0.75, 0.2] }
        );

        // Of four neurons one goes, then three; one stays.
        Assert.Equal([0.25, 0.75], points.Select(point => point.Sparsity));
    }

    [Fact]
    public void Its_result_makes_pruning_lose_less_than_the_same_fraction_of_every_layer()
    {
        NetworkModel model = PruningFixture.DigitsModel;
        LayerSensitivity[] points = Measure(model, new SensitivityRequest { Options = Options("Magnitude", "Element") });

        using NetworkModel measured = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.8, "", "", "OneShot")
                .WithNetwork(network => network with { LayerSparsity = new SensitivityRatios(points) })
        );
        using NetworkModel uniform = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8).WithNetwork(network => network with { LayerSparsity = LayerRatioCatalog.Get("Uniform") })
        );

        Assert.Equal(uniform.Pruning!.Sparsity, measured.Pruning!.Sparsity, 9);
        Assert.True(
            measured.Pruning.ScoreAfter >= uniform.Pruning.ScoreAfter,
            $"{measured.Pruning.ScoreAfter} after {uniform.Pruning.ScoreAfter}"
        );
        Assert.NotEqual(uniform.Pruning.Layers.Select(layer => layer.Kept), measured.Pruning.Layers.Select(layer => layer.Kept));
    }

    [Fact]
    public void Impossible_measurements_are_told_and_nothing_is_left_behind()
    {
        NetworkModel model = PruningFixture.DigitsModel;
        long live = DisposeScopeManager.Statistics.DetachedFromScopeCount;
        string Id(SensitivityRequest request, NetworkModel? of = null) =>
            Assert.Throws<ComputeException>(() => Measure(of ?? model, request)).ErrorId;

        Assert.Equal("SparsityOutOfRange", Id(new SensitivityRequest { Options = Options("Magnitude", "Element"), Sparsities = [0.5, 1] }));
        Assert.Equal("LayerNotFound", Id(new SensitivityRequest { Options = Options("Magnitude", "Element"), Layers = ["fc9"] }));
        Assert.Equal("MethodNeedsChannels", Id(new SensitivityRequest { Options = Options("ApoZ", "Element") }));
        Assert.Equal("NothingToPrune", Id(new SensitivityRequest { Options = Options("Magnitude", "Channel"), Layers = ["fc3"] }));
        Assert.Equal("MethodNotForNetwork", Id(new SensitivityRequest { Options = Options("BatchNormScale", "") }));
        using NetworkModel bare = PruningFixture.WithoutData(model);
        Assert.Equal("DatasetMissing", Id(new SensitivityRequest { Options = Options("Magnitude", "Element") }, bare));
        Assert.Equal(live, DisposeScopeManager.Statistics.DetachedFromScopeCount);
    }

    private static PruningOptions Options(string method, string granularity) =>
        new()
        {
            Target = new PruningTarget(),
            Method = method.Length > 0 ? method : null,
            Seed = 3,
            Threads = 1,
            Network = new() { Granularity = granularity.Length > 0 ? granularity : null },
        };

    private static LayerSensitivity[] Measure(NetworkModel model, SensitivityRequest request)
    {
        var points = new List<LayerSensitivity>();
        LayerSensitivityMeter.Measure(model, null, request, PruningFixture.Silent, points.Add);
        return [.. points];
    }
}
