using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>
/// Runs beside no other test: the garbage of others would be collected, and TorchSharp's scalars that are made in passing finalized, while
/// native code of this one still reads them (dotnet/TorchSharp pull request 1434).
/// </summary>
[CollectionDefinition(nameof(TensorLifetimeTests), DisableParallelization = true)]
[Collection(nameof(TensorLifetimeTests))]
public sealed class TensorLifetimeTests
{
    [Fact]
    public void Two_hundred_rounds_of_training_pruning_and_comparing_leave_no_tensor_behind()
    {
        Dataset data = PruningFixture.Blobs([4], training: 24, validation: 12);
        (string Method, string Granularity, string Schedule)[] choices =
        [
            ("Magnitude", "Element", "OneShot"),
            ("Taylor", "Channel", "Iterative"),
            ("Gradient", "Element", "Gradual"),
            ("Random", "Channel", "Gradual"),
            ("Fisher", "Channel", "OneShot"),
            ("Wanda", "Element", "OneShot"),
            ("SynFlow", "Element", "OneShot"),
            ("Movement", "Element", "Gradual"),
            ("Movement", "Channel", "Iterative"),
            ("OptimalBrainSurgeon", "Element", "Iterative"),
            ("SparseGpt", "Element", "Gradual"),
            ("SparseGpt", "Channel", "OneShot"),
            ("Lamp", "Channel", "OneShot"),
            ("ApoZ", "Channel", "OneShot"),
        ];
        foreach ((string method, string granularity, string schedule) in choices)
            Round(data, method, granularity, schedule);
        long before = Live();

        for (int round = 0; round < 200; round++)
        {
            (string method, string granularity, string schedule) = choices[round % choices.Length];
            Round(data, method, granularity, schedule);
        }

        Assert.Equal(before, Live());
    }

    [Fact]
    public void Rounds_with_a_teacher_and_matched_layers_leave_no_tensor_behind()
    {
        Dataset data = PruningFixture.Blobs([4], training: 24, validation: 12);
        using NetworkModel teacher = PruningFixture.Mlp(data, 1, 7, 5);
        Teach(data, teacher);
        long before = Live();

        for (int round = 0; round < 20; round++)
            Teach(data, teacher);

        Assert.Equal(before, Live());
    }

    private static void Teach(Dataset data, NetworkModel teacher)
    {
        using NetworkModel student = ModelTrainer.Train(
            data,
            new TrainingRequest
            {
                Layers = ["linear 6", "relu", "linear 5", "relu"],
                Options = new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 8,
                    Threads = 1,
                },
                Distillation = new DistillationOptions
                {
                    Teacher = teacher,
                    Matches = [new LayerMatch("relu1", "relu1"), new LayerMatch("relu2", "relu2")],
                },
            },
            PruningFixture.Silent
        );
        using NetworkModel pruned = PruningFixture.Prune(
            student,
            PruningFixture.Options(0.5, epochs: 1) with
            {
                Distillation = new PruningDistillation { DistillationWeight = 0.5 },
            }
        );
        using NetworkModel anew = ModelTrainer.Train(
            data,
            new TrainingRequest
            {
                Like = pruned,
                Options = new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 8,
                    Threads = 1,
                },
            },
            PruningFixture.Silent
        );
    }

    private static void Round(Dataset data, string method, string granularity, string schedule)
    {
        using NetworkModel model = ModelTrainer.Train(
            data,
            new TrainingRequest
            {
                Layers = ["linear 6", "relu", "linear 4", "relu"],
                Options = new TrainingOptions
                {
                    Epochs = 1,
                    BatchSize = 8,
                    Threads = 1,
                },
            },
            PruningFixture.Silent
        );
        PruningOptions options = PruningFixture
            .Options(0.5, method, granularity, schedule, epochs: 1)
            .WithNetwork(network => network with { Steps = 2 })
            .ReadBySchedule();
        using NetworkModel pruned = PruningFixture.Prune(model, options);
        ModelPruners.For(model).Plan(model, null, options, PruningFixture.Silent);
        ModelComparer.Compare(
            [model, pruned],
            new ComparisonOptions
            {
                Latency = new LatencyOptions { MinimumRuns = 2, MaximumRuns = 2 },
            },
            PruningFixture.Silent
        );
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
