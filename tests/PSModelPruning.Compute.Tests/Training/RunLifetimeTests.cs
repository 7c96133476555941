using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>What is left of a run that could not begin.</summary>
public sealed class RunLifetimeTests
{
    private static readonly TrainingOptions Options = new() { BatchSize = 16, ClassWeights = [1, 2, 3] };

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Fact]
    public void A_run_whose_weights_are_gone_leaves_no_tensor_behind()
    {
        using Graph graph = TrainingFixture.Mlp();
        graph.Parameters["fc2.weight"].Value.Dispose();
        long before = Live;

        Assert.ThrowsAny<Exception>(() => Run(graph, Options));

        Assert.Equal(before, Live);
    }

    [Fact]
    public void A_run_with_an_optimizer_that_there_is_not_leaves_no_tensor_behind_and_the_weights_as_they_were()
    {
        using Graph graph = TrainingFixture.Mlp();
        float[] weights = TrainingFixture.Weights(graph);
        long before = Live;

        var error = Assert.Throws<ComputeException>(() => Run(graph, Options with { Optimizer = "Newton" }));

        Assert.Equal("VariantUnknown", error.ErrorId);
        Assert.Equal(before, Live);
        Assert.Equal(weights, TrainingFixture.Weights(graph));
    }

    [Fact]
    public void A_run_with_a_checkpoint_that_cannot_be_read_leaves_no_tensor_behind()
    {
        using Graph graph = TrainingFixture.Mlp();
        float[] weights = TrainingFixture.Weights(graph);
        long before = Live;
        TrainingOptions options = Options with
        {
            CheckpointPath = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            Resume = true,
        };

        Assert.Throws<ComputeException>(() => NetworkTrainer.Train(graph, TrainingFixture.Blobs(), options, SilentMonitor.Instance));

        Assert.Equal(before, Live);
        Assert.Equal(weights, TrainingFixture.Weights(graph));
    }

    [Fact]
    public void Parameters_that_cannot_be_made_flat_stay_as_they_are()
    {
        using Graph graph = TrainingFixture.Mlp();
        GraphParameter masked = graph.Parameters["fc1.weight"];
        masked.SetMask(ones(masked.Shape));
        masked.Mask!.Dispose();
        float[] weights = TrainingFixture.Weights(graph);
        Tensor[] values = [.. graph.Parameters.Values.Select(p => p.Value)];
        long before = Live;

        Assert.ThrowsAny<Exception>(() => new FlatParameters(graph));

        Assert.Equal(before, Live);
        Assert.Equal(values, graph.Parameters.Values.Select(p => p.Value));
        Assert.Equal(weights, TrainingFixture.Weights(graph));
    }

    private static void Run(Graph graph, TrainingOptions options)
    {
        using var run = new TrainingRun(graph, TrainingFixture.Blobs(), options, SilentMonitor.Instance, new TrainingHooks());
    }
}
