using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class NetworkTrainerTests
{
    private static readonly TrainingOptions Quick = new()
    {
        LearningRate = 0.01,
        Epochs = 8,
        BatchSize = 16,
        Seed = 5,
    };

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        float[] Run(int seed)
        {
            using Graph graph = TrainingFixture.Mlp();
            NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Quick with { Seed = seed }, SilentMonitor.Instance);
            return TrainingFixture.Weights(graph);
        }

        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));
    }

    [Fact]
    public void Separable_classes_are_learned_and_the_history_tells_it()
    {
        using Graph graph = TrainingFixture.Mlp();

        IReadOnlyList<TrainingEpoch> history = NetworkTrainer.Train(
            graph,
            TrainingFixture.Blobs(300, 90, spread: 0.2),
            Quick with
            {
                Epochs = 20,
            },
            SilentMonitor.Instance
        );

        Assert.Equal(Enumerable.Range(1, 20), history.Select(e => e.Epoch));
        Assert.True(history[^1].ValidationAccuracy > 0.98, $"accuracy {history[^1].ValidationAccuracy}");
        Assert.True(history[^1].TrainingLoss < history[0].TrainingLoss);
        Assert.All(history, e => Assert.Equal(0.01, e.LearningRate));
    }

    [Fact]
    public void Figures_of_the_validation_rows_are_those_of_the_network()
    {
        using Graph graph = TrainingFixture.Mlp();
        TrainingData data = TrainingFixture.Blobs();

        TrainingEpoch last = NetworkTrainer.Train(graph, data, Quick, SilentMonitor.Instance)[^1];

        using DisposeScope scope = NewDisposeScope();
        Tensor output = new GraphRunner(graph).Run(
            tensor(data.Validation.Inputs.ToArray(), [data.Validation.RowCount, 5]),
            RunContext.Inference
        );
        Tensor labels = tensor(data.Validation.Targets.ToArray()).to_type(ScalarType.Int64);
        Assert.Equal(nn.functional.cross_entropy(output, labels).item<float>(), last.ValidationLoss, 1e-6);
        Assert.Equal((output.argmax(1) == labels).to_type(ScalarType.Float32).mean().item<float>(), last.ValidationAccuracy, 1e-6);
    }

    [Fact]
    public void Regression_learns_a_target_far_from_zero()
    {
        Dataset line = TrainingFixture.Line();
        TrainingData data = TrainingData.From(line);
        using Graph graph = TrainingFixture.Mlp(2, 8, 1);

        IReadOnlyList<TrainingEpoch> history = NetworkTrainer.Train(graph, data, Quick with { Epochs = 40 }, SilentMonitor.Instance);

        Assert.InRange(data.TargetOffset, 90, 110);
        Assert.InRange(data.TargetScale, 35, 55);
        Assert.True(history[^1].ValidationAccuracy > 0.97, $"R² {history[^1].ValidationAccuracy}");
    }

    [Fact]
    public void Masked_weights_stay_exact_zeros()
    {
        foreach (string optimizer in new[] { "SGD", "Adam", "AdamW", "RMSprop" })
        {
            using Graph graph = TrainingFixture.Mlp();
            GraphParameter weight = graph.Parameters["fc1.weight"];
            weight.SetMask((weight.Value.abs() > 0.3).to_type(ScalarType.Float32));
            bool[] pruned = [.. weight.Mask!.data<float>().Select(m => m == 0)];

            NetworkTrainer.Train(
                graph,
                TrainingFixture.Blobs(),
                Quick with
                {
                    Optimizer = optimizer,
                    L1 = 1e-4,
                    WeightDecay = 1e-3,
                },
                SilentMonitor.Instance
            );

            Assert.Equal(pruned, weight.Value.data<float>().Select(w => w == 0));
        }
    }

    [Fact]
    public void A_hook_may_prune_between_steps_and_sees_every_step_and_epoch()
    {
        using Graph graph = TrainingFixture.Mlp();
        GraphParameter weight = graph.Parameters["fc1.weight"];
        var steps = new List<long>();
        var epochs = new List<int>();
        long total = 0;
        var hooks = new TrainingHooks
        {
            BeforeEpoch = epochs.Add,
            AfterStep = (step, steps2) =>
            {
                total = steps2;
                steps.Add(step);
                if (step == 10)
                    weight.SetMask((weight.Value.abs() > 0.4).to_type(ScalarType.Float32));
                if (step > 10)
                    Assert.Equal(weight.Mask!.data<float>().Count(m => m == 0), weight.Value.data<float>().Count(w => w == 0));
            },
        };

        NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Quick, SilentMonitor.Instance, hooks);

        Assert.Equal(48, total);
        Assert.Equal(Enumerable.Range(1, 48).Select(s => (long)s), steps);
        Assert.Equal(Enumerable.Range(1, 8), epochs);
        Assert.Contains(0f, weight.Value.data<float>().ToArray());
    }

    [Fact]
    public void Parameters_are_tensors_of_their_own_again_afterwards()
    {
        using Graph graph = TrainingFixture.Mlp();

        NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Quick, SilentMonitor.Instance);

        Assert.All(graph.Parameters.Values, p =>
        {
            Assert.False(p.Value.requires_grad);
            Assert.True(p.Value.is_contiguous());
            Assert.Equal(0, p.Value.storage_offset());
        });
        using Tensor before = graph.Parameters["fc2.weight"].Value.clone();
        using (no_grad())
            graph.Parameters["fc1.weight"].Value.zero_();
        Assert.Equal(before.data<float>(), graph.Parameters["fc2.weight"].Value.data<float>());
    }

    [Fact]
    public void Patience_stops_early_and_the_best_weights_come_back()
    {
        TrainingData data = TrainingFixture.Blobs(30, 60, spread: 1.5);
        using Graph graph = TrainingFixture.Mlp(hidden: 64);
        var monitor = new CollectingMonitor();

        IReadOnlyList<TrainingEpoch> history = NetworkTrainer.Train(
            graph,
            data,
            Quick with
            {
                Epochs = 200,
                Patience = 4,
                LearningRate = 0.03,
            },
            monitor
        );

        TrainingEpoch best = history.MinBy(e => e.ValidationLoss)!;
        Assert.Equal(best.Epoch + 4, history.Count);
        using DisposeScope scope = NewDisposeScope();
        Tensor output = new GraphRunner(graph).Run(tensor(data.Validation.Inputs.ToArray(), [60, 5]), RunContext.Inference);
        double loss = nn
            .functional.cross_entropy(output, tensor(data.Validation.Targets.ToArray()).to_type(ScalarType.Int64))
            .item<float>();
        Assert.Equal(best.ValidationLoss, loss, 1e-6);
        Assert.Contains(monitor.Decisions, d => d.Contains($"epoch {best.Epoch}"));
    }

    [Fact]
    public void Gradient_clipping_bounds_the_length_of_a_step()
    {
        using Graph graph = TrainingFixture.Mlp();
        float[] before = TrainingFixture.Weights(graph);

        NetworkTrainer.Train(
            graph,
            TrainingFixture.Blobs(),
            new TrainingOptions
            {
                Optimizer = "SGD",
                Momentum = 0,
                LearningRate = 1,
                Epochs = 1,
                BatchSize = 96,
                GradientClip = 0.01,
            },
            SilentMonitor.Instance
        );

        double length = Math.Sqrt(before.Zip(TrainingFixture.Weights(graph)).Sum(p => Math.Pow(p.First - p.Second, 2)));
        Assert.Equal(0.01, length, 1e-5);
    }

    [Fact]
    public void L1_makes_weights_small_and_leaves_biases_alone()
    {
        double SumOfWeights(double l1)
        {
            using Graph graph = TrainingFixture.Mlp();
            NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Quick with { L1 = l1 }, SilentMonitor.Instance);
            return graph.Parameters["fc1.weight"].Value.abs().sum().item<float>();
        }

        Assert.True(SumOfWeights(0.05) < 0.5 * SumOfWeights(0));
    }

    [Fact]
    public void Weight_decay_shrinks_weights_by_the_formula_and_spares_biases()
    {
        using Graph graph = TrainingFixture.Mlp();
        using (no_grad())
            graph.Parameters["fc1.bias"].Value.fill_(0.5);
        float[] weights = graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        using (no_grad())
            graph.Parameters["fc2.weight"].Value.zero_();

        // The second layer is zero, so no gradient reaches the first in the one step: decay alone moves it.
        NetworkTrainer.Train(
            graph,
            TrainingFixture.Blobs(),
            new TrainingOptions
            {
                Optimizer = "SGD",
                Momentum = 0,
                LearningRate = 0.1,
                WeightDecay = 0.2,
                Epochs = 1,
                BatchSize = 96,
            },
            SilentMonitor.Instance
        );

        Assert.All(weights.Zip(graph.Parameters["fc1.weight"].Value.data<float>()), p => Assert.Equal(p.First * 0.98f, p.Second, 1e-6f));
        Assert.All(graph.Parameters["fc1.bias"].Value.data<float>(), b => Assert.Equal(0.5f, b));
    }

    [Fact]
    public void Class_weights_shift_what_is_predicted()
    {
        double FractionOfFirstClass(double weight)
        {
            TrainingData data = TrainingFixture.Blobs(spread: 2);
            using Graph graph = TrainingFixture.Mlp();
            NetworkTrainer.Train(graph, data, Quick with { ClassWeights = [weight, 1, 1] }, SilentMonitor.Instance);
            using DisposeScope scope = NewDisposeScope();
            Tensor output = new GraphRunner(graph).Run(
                tensor(data.Validation.Inputs.ToArray(), [data.Validation.RowCount, 5]),
                RunContext.Inference
            );
            return (output.argmax(1) == 0).to_type(ScalarType.Float32).mean().item<float>();
        }

        Assert.True(FractionOfFirstClass(10) > FractionOfFirstClass(0.1) + 0.3);
    }

    [Fact]
    public void A_rate_that_diverges_stops_with_an_error_at_the_first_non_finite_loss()
    {
        Dataset line = TrainingFixture.Line();
        using Graph graph = TrainingFixture.Mlp(2, 8, 1);

        var error = Assert.Throws<ComputeException>(() =>
            NetworkTrainer.Train(
                graph,
                TrainingData.From(line),
                Quick with
                {
                    Optimizer = "SGD",
                    LearningRate = 1e6,
                },
                SilentMonitor.Instance
            )
        );

        Assert.Equal("TrainingDiverged", error.ErrorId);
        Assert.Contains("epoch 1", error.Message);
        Assert.False(graph.Parameters["fc1.weight"].Value.requires_grad);
    }

    [Fact]
    public void Progress_tells_epoch_loss_accuracy_rate_and_remaining_time()
    {
        using Graph graph = TrainingFixture.Mlp();
        var monitor = new CollectingMonitor();

        NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Quick, monitor);

        WorkProgress first = monitor.Reports[0];
        Assert.Matches(@"^epoch 1 of 8, loss \d+\.\d{4}, accuracy 0\.\d{3}, [\d,]+ rows/s$", first.Status);
        Assert.InRange(first.Fraction, 1e-6, 0.2);
        Assert.True(first.Remaining > TimeSpan.Zero);
    }

    [Fact]
    public void Live_tensors_are_constant_over_repeated_runs()
    {
        using Graph graph = TrainingFixture.Mlp();
        graph.Parameters["fc1.weight"].SetMask(ones_like(graph.Parameters["fc1.weight"].Value));
        TrainingOptions options = Quick with { Epochs = 2, Patience = 1, GradientClip = 1, L1 = 1e-5, ClassWeights = [1, 2, 3] };
        void Run() => NetworkTrainer.Train(graph, TrainingFixture.Blobs(), options, SilentMonitor.Instance);
        Run();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (int i = 0; i < 20; i++)
            Run();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
