using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Pruning.Paths;

public sealed class NetworkPathTests
{
    [Fact]
    public void Measuring_a_path_leaves_no_tensor_behind_and_the_network_whole()
    {
        using NetworkModel model = Train();
        PathRequest request = Request() with { Folds = 2 };
        PathMeter.Measure(model, null, request, SilentMonitor.Instance);
        long before = Live();
        for (int round = 0; round < 5; round++)
            PathMeter.Measure(model, null, request, SilentMonitor.Instance);

        Assert.Equal(before, Live());
        Assert.Equal(0, model.Sparsity);
    }

    [Fact]
    public void Usual_sparsities_beyond_a_small_network_are_left_out_and_named_ones_are_an_error()
    {
        using NetworkModel model = Train();
        var monitor = new CollectingMonitor();
        IReadOnlyList<PruningPathPoint> path = PathMeter.Measure(model, null, Request() with { Sparsities = null }, monitor);

        // At most 40 of the 42 weights can go: 98 % is too much.
        Assert.Equal(PathRequest.UsualSparsities.Length - 1, path.Count);
        Assert.Contains(monitor.Decisions, decision => decision.StartsWith("The path ends here", StringComparison.Ordinal));
        Assert.Equal(
            "SparsityNotReachable",
            Assert.Throws<ComputeException>(() => PathMeter.Measure(model, null, Request() with { Sparsities = [0.9999] }, monitor)).ErrorId
        );
    }

    [Fact]
    public void A_pruned_network_starts_where_it_is()
    {
        using NetworkModel model = Train();
        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.7, "Magnitude", "Element", "OneShot", epochs: 0));

        Assert.Equal(
            [0.7, 0.9],
            PathMeter
                .Measure(pruned, null, Request() with { Sparsities = [0, 0.5, 0.9] }, SilentMonitor.Instance)
                .Select(point => Math.Round(point.Sparsity, 1))
        );
    }

    private static PathRequest Request() =>
        new()
        {
            Options = new PruningOptions
            {
                Target = new PruningTarget(),
                Network = new() { FineTuneEpochs = 0 },
            },
            Sparsities = [0.5],
        };

    private static NetworkModel Train() =>
        ModelTrainer.Train(
            PruningFixture.Blobs([4], training: 24, validation: 12),
            new TrainingRequest
            {
                Layers = ["linear 6", "relu"],
                Options = new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 8,
                    Threads = 1,
                },
            },
            PruningFixture.Silent
        );

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
