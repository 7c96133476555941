using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class EffectiveWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("effective").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    private static readonly TrainingOptions OneStep = new()
    {
        Optimizer = "SGD",
        Momentum = 0,
        LearningRate = 0.1,
        Epochs = 1,
        BatchSize = 96,
        Seed = 3,
    };

    [Fact]
    public void The_gradient_at_the_transformed_weights_updates_the_real_ones()
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        using Graph rounded = TrainingFixture.Mlp();
        new Quarters().Apply(rounded);
        float[] before = TrainingFixture.Weights(graph),
            gradient = Gradient(rounded, data);
        float[] seen = [];

        NetworkTrainer.Train(
            graph,
            data,
            OneStep,
            SilentMonitor.Instance,
            new TrainingHooks { EffectiveWeights = new Quarters(), AfterStep = (_, _) => seen = TrainingFixture.Weights(graph) }
        );

        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i] - 0.1f * gradient[i], seen[i], 1e-5f);
        // What tells it from training the rounded weights themselves.
        Assert.Contains(seen, weight => MathF.Abs(weight * 4 - MathF.Round(weight * 4)) > 0.01f);
    }

    [Fact]
    public void The_network_ends_with_the_transformed_weights_and_was_validated_with_them()
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();

        TrainingEpoch last = NetworkTrainer.Train(
            graph,
            data,
            OneStep with
            {
                Epochs = 5,
            },
            SilentMonitor.Instance,
            new TrainingHooks { EffectiveWeights = new Quarters() }
        )[^1];

        Assert.All(graph.Parameters["fc1.weight"].Value.data<float>().ToArray(), weight =>
            Assert.Equal(MathF.Round(weight * 4) / 4, weight)
        );
        using IDisposable _ = no_grad();
        using Tensor loss = Loss(graph, data.Validation);
        Assert.Equal(last.ValidationLoss, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void An_interrupted_run_is_resumed_to_the_bit_with_what_the_transform_carries()
    {
        TrainingData data = TrainingFixture.Blobs();
        TrainingOptions options = OneStep with { Epochs = 6, BatchSize = 20 };
        string path = Path.Combine(_folder, "run.checkpoint");
        using Graph whole = TrainingFixture.Mlp();
        NetworkTrainer.Train(whole, data, options, SilentMonitor.Instance, new TrainingHooks { EffectiveWeights = new Drifting() });
        using Graph part = TrainingFixture.Mlp();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            NetworkTrainer.Train(
                part,
                data,
                options with
                {
                    CheckpointPath = path,
                },
                new SilentMonitor(stop.Token),
                new TrainingHooks
                {
                    EffectiveWeights = new Drifting(),
                    AfterStep = (step, _) =>
                    {
                        if (step == 13)
                            stop.Cancel();
                    },
                }
            )
        );

        using Graph resumed = TrainingFixture.Mlp(seed: 99);
        NetworkTrainer.Train(
            resumed,
            data,
            options with
            {
                CheckpointPath = path,
                Resume = true,
            },
            SilentMonitor.Instance,
            new TrainingHooks { EffectiveWeights = new Drifting() }
        );
        Assert.Equal(TrainingFixture.Weights(whole), TrainingFixture.Weights(resumed));

        var error = Assert.Throws<ComputeException>(() =>
            NetworkTrainer.Train(resumed, data, options with { CheckpointPath = path, Resume = true }, SilentMonitor.Instance)
        );
        Assert.Equal("CheckpointMismatch", error.ErrorId);
    }

    [Fact]
    public void A_proximal_step_follows_every_update_with_its_learning_rate()
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        var rates = new List<double>();

        NetworkTrainer.Train(
            graph,
            data,
            OneStep with
            {
                Epochs = 2,
                BatchSize = 48,
                Schedule = "Cosine",
            },
            SilentMonitor.Instance,
            new TrainingHooks
            {
                AfterUpdate = rate =>
                {
                    rates.Add(rate);
                    graph.Parameters["fc1.bias"].Value.zero_();
                },
            }
        );

        Assert.Equal(4, rates.Count);
        Assert.True(rates[^1] < rates[0]);
        Assert.All(graph.Parameters["fc1.bias"].Value.data<float>().ToArray(), bias => Assert.Equal(0, bias));
    }

    private static float[] Gradient(Graph graph, TrainingData data)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] values = [.. graph.Parameters.Values.Select(parameter => parameter.Value.requires_grad_(true))];
        return [.. autograd.grad([Loss(graph, data.Training)], values).SelectMany(gradient => gradient.data<float>().ToArray())];
    }

    private static Tensor Loss(Graph graph, Partition rows)
    {
        float[] inputs = [.. Enumerable.Range(0, rows.RowCount).SelectMany(row => rows.Row(row).ToArray())];
        Tensor output = new GraphRunner(graph).Run(tensor(inputs, [rows.RowCount, rows.Width]), RunContext.Inference);
        return nn.functional.cross_entropy(
            output,
            tensor([.. Enumerable.Range(0, rows.RowCount).Select(row => (long)(row % TrainingFixture.Classes))])
        );
    }

    /// <summary>Rounds the first layer's weight to quarters.</summary>
    private sealed class Quarters : EffectiveWeights
    {
        internal override string Name => "quarters";

        internal override void Apply(Graph graph)
        {
            using IDisposable _ = no_grad();
            Span<float> weights = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(
                graph.Parameters["fc1.weight"].Value.bytes
            );
            for (int i = 0; i < weights.Length; i++)
                weights[i] = MathF.Round(weights[i] * 4) / 4;
        }
    }

    /// <summary>Shrinks the first layer's weight a little more every time it is asked.</summary>
    private sealed class Drifting : EffectiveWeights
    {
        private readonly Tensor _factor = ones(1).DetachFromDisposeScope();

        internal override string Name => "drifting";

        internal override IReadOnlyList<(string Name, Tensor Value)> State => [("factor", _factor)];

        internal override void Apply(Graph graph)
        {
            _factor.mul_(tensor(0.99f));
            graph.Parameters["fc1.weight"].Value.mul_(_factor);
        }
    }
}
