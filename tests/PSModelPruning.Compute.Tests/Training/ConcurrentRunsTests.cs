using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Tests.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>Runs on two threads of one process at once, as in two runspaces.</summary>
public sealed class ConcurrentRunsTests
{
    private static readonly Dictionary<string, (bool Reports, Func<IWorkMonitor, float[]> Run)> Works = new()
    {
        ["Dense, 1 thread"] = (true, monitor => Network([12], ["linear 40", "relu", "dropout 0.3"], 1, monitor)),
        ["Convolutions, 1 thread"] = (true, monitor => Network([2, 8, 8], Convolutions, 1, monitor)),
        ["Convolutions, 2 threads"] = (true, monitor => Network([2, 8, 8], Convolutions, 2, monitor)),
        ["Convolutions, 3 threads"] = (true, monitor => Network([2, 8, 8], Convolutions, 3, monitor)),
        ["Pruned weights"] = (true, monitor => Pruned("Element", "Iterative", monitor)),
        ["Pruned channels"] = (true, monitor => Pruned("Channel", "Iterative", monitor)),
        ["Tree"] = (false, monitor => Grown("Tree", monitor)),
        ["Forest"] = (true, monitor => Grown("Forest", monitor)),
        ["Boosted"] = (true, monitor => Grown("Boosted", monitor)),
    };

    private static string[] Convolutions =>
        ["conv 8x3 pad 1", "batchnorm", "relu", "dropout 0.2", "maxpool 2", "flatten", "linear 16", "relu"];

    [Theory]
    [InlineData("Dense, 1 thread", "Dense, 1 thread")]
    [InlineData("Convolutions, 1 thread", "Convolutions, 2 threads")]
    [InlineData("Convolutions, 2 threads", "Convolutions, 3 threads")]
    [InlineData("Convolutions, 3 threads", "Pruned weights")]
    [InlineData("Pruned weights", "Pruned channels")]
    [InlineData("Pruned channels", "Dense, 1 thread")]
    [InlineData("Tree", "Forest")]
    [InlineData("Forest", "Forest")]
    [InlineData("Boosted", "Convolutions, 2 threads")]
    public void Two_runs_at_once_give_the_bits_that_each_gives_alone(string first, string second)
    {
        string[] names = [first, second];
        float[][] alone = [.. names.Select(name => Works[name].Run(SilentMonitor.Instance))];
        using var meeting = new Barrier(2);
        float[][] together = new float[2][];

        ThreadLimitTests.OnThreads(2, i => together[i] = Works[names[i]].Run(new MeetingMonitor(meeting, Works[names[i]].Reports)));

        Assert.Equal(alone[0], together[0]);
        Assert.Equal(alone[1], together[1]);
    }

    [Fact]
    public void Two_runs_that_learn_from_one_data_set_and_one_teacher_give_the_bits_of_a_run_alone()
    {
        Dataset data = TreeData.Blobs();
        using NetworkModel teacher = PruningFixture.Mlp(data, epochs: 3).Finished();
        (string Hash, float[] Weights) Run(IWorkMonitor monitor)
        {
            var request = new TrainingRequest
            {
                Kind = "Network",
                Layers = ["linear 8", "relu"],
                Options = new TrainingOptions
                {
                    Epochs = 3,
                    BatchSize = 16,
                    Seed = 2,
                },
                Distillation = new DistillationOptions { Teacher = teacher },
            };
            using NetworkModel student = ModelTrainer.Train(data, request, monitor);
            return (data.Hash, TrainingFixture.Weights(student.Graph));
        }
        using var meeting = new Barrier(2);
        var together = new (string Hash, float[] Weights)[2];

        // At once first: nobody has asked the data set for its hash, or the teacher for its kernels.
        ThreadLimitTests.OnThreads(2, i => together[i] = Run(new MeetingMonitor(meeting, atProgress: true)));

        (string hash, float[] weights) = Run(SilentMonitor.Instance);
        Assert.All(together, run => Assert.Equal(hash, run.Hash));
        Assert.All(together, run => Assert.Equal(weights, run.Weights));
    }

    [Fact]
    public void The_thread_count_is_seen_in_the_bits_so_that_the_comparison_can_fail() =>
        Assert.NotEqual(
            Works["Convolutions, 1 thread"].Run(SilentMonitor.Instance),
            Works["Convolutions, 3 threads"].Run(SilentMonitor.Instance)
        );

    private static float[] Network(int[] shape, string[] layers, int threads, IWorkMonitor monitor)
    {
        using Graph graph = NetworkFactory.FromLayers(layers, shape, 3, 4);
        NetworkTrainer.Train(
            graph,
            TrainingData.From(PruningFixture.Blobs(shape, training: 160, validation: 60)),
            new TrainingOptions
            {
                Epochs = 3,
                BatchSize = 64,
                Seed = 8,
                Threads = threads,
            },
            monitor
        );
        return TrainingFixture.Weights(graph);
    }

    private static float[] Pruned(string granularity, string schedule, IWorkMonitor monitor)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([9]), epochs: 3);
        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, "Taylor", granularity, schedule, epochs: 3).WithNetwork(network => network with { Steps = 2 }),
            monitor
        );
        return TrainingFixture.Weights(pruned.Graph);
    }

    private static float[] Grown(string kind, IWorkMonitor monitor)
    {
        var request = new TrainingRequest
        {
            Kind = kind,
            Forest = new ForestOptions { TreeCount = 12 },
            Seed = 6,
        };
        using Model model = ModelKindCatalog.Get(kind).Train(TreeData.Blobs(training: 800), request, monitor);
        return TreeData.Predict(model);
    }
}
