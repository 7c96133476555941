using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class MovementTests
{
    [Fact]
    public void The_trace_is_the_sum_of_minus_weight_times_gradient_over_the_steps()
    {
        using DisposeScope scope = NewDisposeScope();
        Dataset data = PruningFixture.Blobs([5]);
        using Graph graph = NetworkFactory.FromLayers(["linear 4", "tanh"], [5], 3, 2);
        using var trace = new MovementTrace();
        float[] expected = new float[20];
        const double rate = 0.1;
        // Plain descent moves a weight by -rate x gradient, so the gradient of every step follows from the weights before and after.
        float[] before = graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        NetworkTrainer.Train(
            graph,
            TrainingData.From(data),
            new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 16,
                LearningRate = rate,
                Optimizer = "Sgd",
                Momentum = 0,
                Threads = 1,
            },
            PruningFixture.Silent,
            new TrainingHooks
            {
                AfterBackward = () => trace.Observe(graph),
                AfterStep = (_, _) =>
                {
                    float[] after = graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
                    for (int i = 0; i < expected.Length; i++)
                        expected[i] -= before[i] * (before[i] - after[i]) / (float)rate;
                    before = after;
                },
            }
        );

        CriterionSetting.AssertClose(expected, trace.Of(graph.Parameters["fc1.weight"])!.data<float>().ToArray(), 1e-3f);
    }

    [Fact]
    public void Before_any_step_the_calibration_rows_stand_for_training()
    {
        using var setting = new CriterionSetting();

        CriterionSetting.AssertClose(
            setting.FromGradients("fc1.weight", (gradient, weight) => -gradient * weight),
            setting.Scores("Movement", "fc1.weight")
        );
    }

    [Fact]
    public void Gradual_pruning_waits_for_some_training_and_ends_at_its_sparsity()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8, "Movement", schedule: "", epochs: 6).WithNetwork(network => network with { Steps = 5 })
        );

        Assert.Equal("Gradual", pruned.Pruning!.Schedule);
        Assert.Equal(Math.Round(0.8 * 264), PruningFixture.Zeros(pruned).Values.Sum());
        Assert.Equal(5, pruned.Pruning.Rounds.Count);
    }

    [Fact]
    public void Channels_that_were_removed_between_steps_do_not_disturb_the_trace()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 1);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, "Movement", "Neuron", "Iterative", epochs: 1).WithNetwork(network => network with { Steps = 3 })
        );

        Assert.Equal(0.5, pruned.Pruning!.Sparsity, 2);
    }
}
