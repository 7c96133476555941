using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Optimizers;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    private string File(string name = "run.checkpoint") => Path.Combine(_folder, name);

    private static TrainingOptions Options(string optimizer = "Adam") =>
        new()
        {
            Optimizer = optimizer,
            Momentum = optimizer == "RMSprop" ? 0.5 : null,
            LearningRate = 0.02,
            Epochs = 6,
            BatchSize = 20,
            Schedule = "OneCycle",
            Patience = 3,
            Seed = 11,
        };

    public static TheoryData<string> Optimizers => [.. OptimizerCatalog.Entries.Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void An_interrupted_and_resumed_run_ends_with_the_bits_of_an_uninterrupted_one(string optimizer)
    {
        TrainingData data = TrainingFixture.Blobs();
        TrainingOptions options = Options(optimizer);
        using Graph whole = TrainingFixture.Mlp();
        IReadOnlyList<TrainingEpoch> expected = NetworkTrainer.Train(whole, data, options, SilentMonitor.Instance);

        Interrupt(data, options with { CheckpointPath = File() }, afterStep: 13);
        using Graph resumed = TrainingFixture.Mlp(seed: 99);
        IReadOnlyList<TrainingEpoch> actual = NetworkTrainer.Train(
            resumed,
            data,
            options with
            {
                CheckpointPath = File(),
                Resume = true,
            },
            SilentMonitor.Instance
        );

        Assert.Equal(TrainingFixture.Weights(whole), TrainingFixture.Weights(resumed));
        Assert.Equal(expected.Select(e => e with { Seconds = 0 }), actual.Select(e => e with { Seconds = 0 }));
        Assert.Equal([File()], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Dropout_and_normalization_statistics_are_resumed_to_the_bit()
    {
        TrainingData data = TrainingFixture.Blobs();
        TrainingOptions options = Options();
        Graph New(int seed) =>
            NetworkFactory.FromLayers(
                ["linear 12", "batchnorm", "relu", "dropout 0.4"],
                [TrainingFixture.Inputs],
                TrainingFixture.Classes,
                seed
            );
        using Graph whole = New(1);
        NetworkTrainer.Train(whole, data, options, SilentMonitor.Instance);
        using Graph part = New(1);
        using var stop = new CancellationTokenSource();
        var hooks = new TrainingHooks
        {
            BeforeEpoch = epoch =>
            {
                if (epoch == 4)
                    stop.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() =>
            NetworkTrainer.Train(part, data, options with { CheckpointPath = File() }, new SilentMonitor(stop.Token), hooks)
        );

        using Graph resumed = New(2);
        NetworkTrainer.Train(resumed, data, options with { CheckpointPath = File(), Resume = true }, SilentMonitor.Instance);

        Assert.Equal(TrainingFixture.Weights(whole), TrainingFixture.Weights(resumed));
    }

    [Fact]
    public void Masks_are_resumed_too()
    {
        TrainingData data = TrainingFixture.Blobs();
        TrainingOptions options = Options() with { CheckpointPath = File() };
        using Graph masked = TrainingFixture.Mlp();
        GraphParameter weight = masked.Parameters["fc1.weight"];
        weight.SetMask((weight.Value.abs() > 0.3).to_type(ScalarType.Float32));
        NetworkTrainer.Train(masked, data, options, SilentMonitor.Instance);

        using Graph resumed = TrainingFixture.Mlp();
        NetworkTrainer.Train(resumed, data, options with { Resume = true }, SilentMonitor.Instance);

        Assert.Equal(TrainingFixture.Weights(masked), TrainingFixture.Weights(resumed));
        Assert.NotNull(resumed.Parameters["fc1.weight"].Mask);
        Assert.Contains(0f, TrainingFixture.Weights(resumed));
    }

    [Fact]
    public void A_longer_run_goes_on_from_a_shorter_one_where_the_schedule_does_not_look_at_the_length()
    {
        TrainingData data = TrainingFixture.Blobs();
        TrainingOptions options = Options() with { Schedule = "Plateau", Patience = 0 };
        using Graph whole = TrainingFixture.Mlp();
        NetworkTrainer.Train(whole, data, options with { Epochs = 9 }, SilentMonitor.Instance);
        using Graph part = TrainingFixture.Mlp();
        NetworkTrainer.Train(part, data, options with { Epochs = 4, CheckpointPath = File() }, SilentMonitor.Instance);

        NetworkTrainer.Train(part, data, options with { Epochs = 9, CheckpointPath = File(), Resume = true }, SilentMonitor.Instance);

        Assert.Equal(TrainingFixture.Weights(whole), TrainingFixture.Weights(part));
    }

    [Fact]
    public void A_checkpoint_of_other_options_is_refused_and_named()
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        NetworkTrainer.Train(graph, data, Options() with { CheckpointPath = File() }, SilentMonitor.Instance);

        var error = Assert.Throws<ComputeException>(() =>
            NetworkTrainer.Train(
                graph,
                data,
                Options() with
                {
                    CheckpointPath = File(),
                    Resume = true,
                    LearningRate = 0.5,
                },
                SilentMonitor.Instance
            )
        );

        Assert.Equal("CheckpointMismatch", error.ErrorId);
        Assert.Contains("LearningRate (0.02 in the checkpoint, 0.5 now)", error.Message);
    }

    [Fact]
    public void A_checkpoint_of_other_data_or_another_network_is_refused()
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        using Graph wider = TrainingFixture.Mlp(hidden: 9);
        TrainingOptions resume = Options() with { CheckpointPath = File(), Resume = true };
        NetworkTrainer.Train(graph, data, resume with { Resume = false }, SilentMonitor.Instance);

        Assert.Equal(
            "CheckpointMismatch",
            Assert
                .Throws<ComputeException>(() => NetworkTrainer.Train(graph, data with { Hash = "AB" }, resume, SilentMonitor.Instance))
                .ErrorId
        );
        Assert.Equal(
            "CheckpointMismatch",
            Assert.Throws<ComputeException>(() => NetworkTrainer.Train(wider, data, resume, SilentMonitor.Instance)).ErrorId
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_changed_byte_is_noticed(int position)
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        NetworkTrainer.Train(graph, data, Options() with { CheckpointPath = File() }, SilentMonitor.Instance);
        byte[] bytes = System.IO.File.ReadAllBytes(File());
        bytes[position < 0 ? bytes.Length + position : position] ^= 0x40;
        System.IO.File.WriteAllBytes(File(), bytes);

        var error = Assert.Throws<ComputeException>(() =>
            NetworkTrainer.Train(graph, data, Options() with { CheckpointPath = File(), Resume = true }, SilentMonitor.Instance)
        );

        Assert.Equal("CheckpointDamaged", error.ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(300)]
    public void A_truncated_checkpoint_is_noticed(int length)
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        NetworkTrainer.Train(graph, data, Options() with { CheckpointPath = File() }, SilentMonitor.Instance);
        System.IO.File.WriteAllBytes(File(), System.IO.File.ReadAllBytes(File())[..length]);

        var error = Assert.Throws<ComputeException>(() =>
            NetworkTrainer.Train(graph, data, Options() with { CheckpointPath = File(), Resume = true }, SilentMonitor.Instance)
        );

        Assert.Equal("CheckpointDamaged", error.ErrorId);
    }

    [Fact]
    public void Resume_without_a_checkpoint_or_path_is_an_error()
    {
        using Graph graph = TrainingFixture.Mlp();
        TrainingData data = TrainingFixture.Blobs();

        Assert.Equal(
            "CheckpointNotFound",
            Assert
                .Throws<ComputeException>(() =>
                    NetworkTrainer.Train(graph, data, Options() with { CheckpointPath = File(), Resume = true }, SilentMonitor.Instance)
                )
                .ErrorId
        );
        Assert.Equal(
            "CheckpointPathMissing",
            Assert
                .Throws<ComputeException>(() => NetworkTrainer.Train(graph, data, Options() with { Resume = true }, SilentMonitor.Instance))
                .ErrorId
        );
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_an_error_before_the_first_epoch()
    {
        using Graph graph = TrainingFixture.Mlp();
        float[] before = TrainingFixture.Weights(graph);
        foreach (
            (string path, string id) in new[]
            {
                (_folder, "PathIsFolder"),
                (Path.Combine(_folder, "missing", "run.checkpoint"), "FolderNotFound"),
            }
        )
        {
            var error = Assert.Throws<ComputeException>(() =>
                NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Options() with { CheckpointPath = path }, SilentMonitor.Instance)
            );
            Assert.Equal(id, error.ErrorId);
        }
        Assert.Equal(before, TrainingFixture.Weights(graph));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_new_run_warns_before_it_overwrites_a_checkpoint()
    {
        using Graph graph = TrainingFixture.Mlp();
        NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Options() with { CheckpointPath = File() }, SilentMonitor.Instance);
        var monitor = new CollectingMonitor();

        NetworkTrainer.Train(graph, TrainingFixture.Blobs(), Options() with { CheckpointPath = File() }, monitor);

        Assert.Contains("use Resume", Assert.Single(monitor.Warnings));
    }

    private static void Interrupt(TrainingData data, TrainingOptions options, long afterStep)
    {
        using var stop = new CancellationTokenSource();
        using Graph graph = TrainingFixture.Mlp();
        var hooks = new TrainingHooks
        {
            AfterStep = (step, _) =>
            {
                if (step == afterStep)
                    stop.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => NetworkTrainer.Train(graph, data, options, new SilentMonitor(stop.Token), hooks));
    }
}
