using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>A pruning that was interrupted and resumed ends as one that was not, to the last bit.</summary>
public sealed class PruningCheckpointTests : IDisposable
{
    private static readonly string[] Layers = ["conv 6x3 pad 1", "batchnorm", "relu", "dropout 0.2", "flatten", "linear 12", "relu"];

    private readonly string _folder = Directory.CreateTempSubdirectory("pruning").FullName;

    private readonly NetworkModel _model = ModelTrainer.Train(
        PruningFixture.Blobs([1, 6, 6]),
        new TrainingRequest
        {
            Layers = Layers,
            Options = new TrainingOptions
            {
                Epochs = 3,
                BatchSize = 24,
                LearningRate = 0.01,
                Schedule = "Cosine",
                Patience = 2,
                Seed = 4,
                Threads = 1,
            },
        },
        PruningFixture.Silent
    );

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, true);
    }

    private string File => Path.Combine(_folder, "run.checkpoint");

    private static PruningOptions Options(string schedule, string granularity, string method = "Magnitude") =>
        PruningFixture
            .Options(granularity == "Pattern" ? 0.4 : 0.6, method, granularity, schedule, epochs: 2)
            .WithNetwork(network => network with { Steps = 3 })
            .ReadBySchedule();

    [Theory]
    [InlineData("Iterative", "Element", "Magnitude")]
    [InlineData("Iterative", "Channel", "Taylor")]
    [InlineData("Geometric", "Pattern", "Magnitude")]
    [InlineData("Gradual", "Element", "Movement")]
    [InlineData("Gradual", "Channel", "Magnitude")]
    [InlineData("LotteryTicket", "Element", "Magnitude")]
    [InlineData("LotteryTicket", "Channel", "Magnitude")]
    [InlineData("LearningRateRewinding", "Channel", "Magnitude")]
    [InlineData("Iterative", "Element", "Confidence")]
    [InlineData("DynamicSurgery", "Element", "Magnitude")]
    public void It_can_be_interrupted_anywhere(string schedule, string granularity, string method)
    {
        PruningOptions options = Options(schedule, granularity, method);
        if (schedule is "LotteryTicket" or "LearningRateRewinding")
            options = options.WithNetwork(network => network with { FineTuneEpochs = null, RewindEpoch = 1 });
        if (method == "Confidence")
            options = options with
            {
                Target = new PruningTarget { Sparsity = 0.9, Threshold = 1 },
            };
        var counting = new InterruptingMonitor(int.MaxValue);
        using NetworkModel whole = PruningFixture.Prune(_model, options, counting);

        foreach (double part in new[] { 0.4, 0.65, 0.9, 0.99 })
        {
            PruningOptions kept = options with { Checkpoint = new CheckpointOptions { CheckpointPath = File } };
            Assert.Throws<OperationCanceledException>(() =>
                PruningFixture.Prune(_model, kept, new InterruptingMonitor((int)(part * counting.Looks)))
            );
            using NetworkModel resumed = PruningFixture.Prune(_model, kept with { Checkpoint = kept.Checkpoint with { Resume = true } });

            Assert.Equal(PruningFixture.Weights(whole), PruningFixture.Weights(resumed));
            Assert.Equal(whole.Pruning!.Rounds, resumed.Pruning!.Rounds);
            Assert.Equal(Epochs(whole), Epochs(resumed));
            Assert.Equal(whole.Pruning.Layers, resumed.Pruning.Layers);
            Assert.Equal([File], Directory.GetFiles(_folder));
        }
    }

    [Fact]
    public void It_goes_on_after_many_interruptions_and_after_its_end()
    {
        PruningOptions options = Options("Iterative", "Channel").WithNetwork(network => network with { Steps = 4 });
        var counting = new InterruptingMonitor(int.MaxValue);
        using NetworkModel whole = PruningFixture.Prune(_model, options, counting);
        int interruptions = 0;
        NetworkModel? resumed = null;
        while (resumed is null && interruptions < 50)
        {
            try
            {
                resumed = PruningFixture.Prune(
                    _model,
                    options with
                    {
                        Checkpoint = new CheckpointOptions { CheckpointPath = File, Resume = interruptions > 0 },
                    },
                    new InterruptingMonitor(counting.Looks / 3)
                );
            }
            catch (OperationCanceledException)
            {
                interruptions++;
            }
        }

        using NetworkModel again = PruningFixture.Prune(
            _model,
            options with
            {
                Checkpoint = new CheckpointOptions { CheckpointPath = File, Resume = true },
            }
        );

        Assert.InRange(interruptions, 2, 49);
        Assert.Equal(PruningFixture.Weights(whole), PruningFixture.Weights(resumed!));
        Assert.Equal(PruningFixture.Weights(whole), PruningFixture.Weights(again));
        resumed!.Dispose();
    }

    public static TheoryData<string> Granularities => [.. GranularityCatalog.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Granularities))]
    public void What_every_granularity_has_taken_out_is_taken_out_again(string granularity)
    {
        Dataset data = granularity == "EmbeddingRow" ? Numbers() : PruningFixture.Blobs([4, 6]);
        string[] layers =
            granularity == "EmbeddingRow" ? ["embedding 12x4", "flatten", "linear 8", "relu"]
            : granularity == "Head" ? ["attention 4x2", "flatten", "linear 8", "relu"]
            : ["flatten", "linear 8", "relu", "linear 8", "relu", "linear 8", "relu", "linear 8", "relu"];
        using NetworkModel model = ModelTrainer.Train(
            data,
            new TrainingRequest { Layers = layers, Options = _model.TrainingOptions! },
            PruningFixture.Silent
        );
        PruningOptions options = PruningFixture
            .Options(granularity == "Pattern" ? 0.3 : 0.5, granularity: granularity, schedule: "LotteryTicket")
            .WithNetwork(network => network with { FineTuneEpochs = null, BatchSize = null, RewindEpoch = 1, Steps = 2 });
        if (granularity == "Layer")
            options = options with { Method = null };
        var counting = new InterruptingMonitor(int.MaxValue);
        using NetworkModel whole = PruningFixture.Prune(model, options, counting);

        foreach (double part in new[] { 0.55, 0.9 })
        {
            PruningOptions kept = options with { Checkpoint = new CheckpointOptions { CheckpointPath = File } };
            Assert.Throws<OperationCanceledException>(() =>
                PruningFixture.Prune(model, kept, new InterruptingMonitor((int)(part * counting.Looks)))
            );
            using NetworkModel resumed = PruningFixture.Prune(model, kept with { Checkpoint = kept.Checkpoint with { Resume = true } });

            Assert.Equal(PruningFixture.Weights(whole), PruningFixture.Weights(resumed));
            Assert.Equal(whole.Pruning!.Rounds, resumed.Pruning!.Rounds);
        }
    }

    /// <summary>Rows of numbers 0 to 11, for embeddings.</summary>
    private static Dataset Numbers()
    {
        const int rows = 144,
            width = 3;
        var random = new Random(2);
        float[] inputs = [.. Enumerable.Range(0, rows * width).Select(_ => (float)random.Next(12))];
        float[] targets = [.. Enumerable.Range(0, rows).Select(row => (float)((int)inputs[row * width] % 3))];
        DatasetColumn[] features =
        [
            .. Enumerable
                .Range(0, width)
                .Select(i => new DatasetColumn
                {
                    Name = $"x{i}",
                    FirstInput = i,
                    InputCount = 1,
                }),
        ];
        var schema = new Preprocessing
        {
            Features = features,
            InputShape = [width],
            Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
        };
        return new Dataset("numbers", LearningTask.Classification, schema, features, ["a", "b", "c"], inputs, targets, 96, 48, 0)
        {
            Hash = "numbers",
        };
    }

    [Fact]
    public void Without_training_the_rounds_are_kept()
    {
        PruningOptions options = Options("Iterative", "Element", "SynFlow").WithNetwork(network => network with { FineTuneEpochs = 0 });
        var counting = new InterruptingMonitor(int.MaxValue);
        using NetworkModel whole = PruningFixture.Prune(_model, options, counting);

        options = options with { Checkpoint = new CheckpointOptions { CheckpointPath = File } };
        Assert.Throws<OperationCanceledException>(() =>
            PruningFixture.Prune(_model, options, new InterruptingMonitor((int)(0.7 * counting.Looks)))
        );
        var rest = new InterruptingMonitor(int.MaxValue);
        using NetworkModel resumed = PruningFixture.Prune(
            _model,
            options with
            {
                Checkpoint = new CheckpointOptions { CheckpointPath = File, Resume = true },
            },
            rest
        );

        Assert.Equal(PruningFixture.Weights(whole), PruningFixture.Weights(resumed));
        Assert.True(rest.Looks < 0.8 * counting.Looks);
    }

    [Fact]
    public void A_checkpoint_of_other_options_data_or_model_is_refused_and_the_difference_named()
    {
        PruningOptions options = Options("Iterative", "Element") with { Checkpoint = new CheckpointOptions { CheckpointPath = File } };
        PruningFixture.Prune(_model, options).Dispose();
        byte[] before = System.IO.File.ReadAllBytes(File);
        options = options with
        {
            Checkpoint = new CheckpointOptions { CheckpointPath = File, Resume = true },
        };
        using NetworkModel other = new(_model.Describe(), Compute.Networks.NetworkFactory.Like(_model.Graph, 3))
        {
            TrainingOptions = _model.TrainingOptions,
        };

        Assert.Contains(
            "LearningRate (0.003 in the checkpoint, 0.5 now)",
            Mismatch(_model, options.WithNetwork(network => network with { LearningRate = 0.5 })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Sparsity (0.6 in the checkpoint, 0.7 now)",
            Mismatch(_model, options with { Target = new PruningTarget { Sparsity = 0.7 } }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Schedule (Iterative in the checkpoint, Geometric now)",
            Mismatch(_model, options.WithNetwork(network => network with { Schedule = "Geometric" })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Method (Magnitude in the checkpoint, Taylor now)",
            Mismatch(_model, options with { Method = "Taylor" }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Steps (3 in the checkpoint, 2 now)",
            Mismatch(_model, options.WithNetwork(network => network with { Steps = 2 })),
            StringComparison.Ordinal
        );
        Assert.Contains("What differs: the network", Mismatch(other, options), StringComparison.Ordinal);
        Assert.Contains(
            "data (96+48 rows",
            Mismatch(_model, options, PruningFixture.Blobs([1, 6, 6], training: 90)),
            StringComparison.Ordinal
        );
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_checkpoint_of_a_training_is_none_of_a_pruning_and_the_other_way_round()
    {
        TrainingOptions training = _model.TrainingOptions! with { CheckpointPath = File };
        var request = new TrainingRequest { Layers = Layers, Options = training };
        ModelTrainer.Train(_model.Dataset!, request, PruningFixture.Silent).Dispose();
        PruningOptions options = Options("Iterative", "Element") with
        {
            Checkpoint = new CheckpointOptions { CheckpointPath = File, Resume = true },
        };

        Assert.Contains("work (- in the checkpoint, pruning now)", Mismatch(_model, options), StringComparison.Ordinal);

        PruningFixture.Prune(_model, options with { Checkpoint = options.Checkpoint with { Resume = false } }).Dispose();
        Assert.Equal(
            "CheckpointMismatch",
            Assert
                .Throws<ComputeException>(() =>
                    ModelTrainer.Train(_model.Dataset!, request with { Options = training with { Resume = true } }, PruningFixture.Silent)
                )
                .ErrorId
        );
    }

    [Fact]
    public void What_cannot_be_resumed_or_kept_is_an_error()
    {
        PruningOptions options = Options("Iterative", "Element");
        System.IO.File.WriteAllText(File, "no checkpoint");

        Assert.Equal("CheckpointPathMissing", Error(options with { Checkpoint = new CheckpointOptions { Resume = true } }));
        Assert.Equal(
            "CheckpointNotFound",
            Error(
                options with
                {
                    Checkpoint = new CheckpointOptions { CheckpointPath = File + "x", Resume = true },
                }
            )
        );
        Assert.Equal(
            "CheckpointDamaged",
            Error(
                options with
                {
                    Checkpoint = new CheckpointOptions { CheckpointPath = File, Resume = true },
                }
            )
        );
        Assert.Equal(
            "CheckpointNotForBudget",
            Error(
                options with
                {
                    Target = new PruningTarget { MaxAccuracyDrop = 0.1 },
                    Checkpoint = new CheckpointOptions { CheckpointPath = File },
                }
            )
        );
        Assert.Equal("no checkpoint", System.IO.File.ReadAllText(File));
        Assert.Equal(
            "FolderNotFound",
            Error(options with { Checkpoint = new CheckpointOptions { CheckpointPath = Path.Combine(_folder, "none", "x") } })
        );
    }

    [Fact]
    public void A_changed_byte_is_seen()
    {
        PruningOptions options = Options("OneShot", "Element").WithNetwork(network => network with { Steps = null }) with
        {
            Checkpoint = new CheckpointOptions { CheckpointPath = File },
        };
        PruningFixture.Prune(_model, options).Dispose();
        byte[] file = System.IO.File.ReadAllBytes(File);
        file[^100] ^= 1;
        System.IO.File.WriteAllBytes(File, file);

        Assert.Equal("CheckpointDamaged", Error(options with { Checkpoint = options.Checkpoint with { Resume = true } }));
    }

    [Fact]
    public void A_file_that_is_there_is_told_of()
    {
        PruningOptions options = Options("OneShot", "Element").WithNetwork(network => network with { Steps = null }) with
        {
            Checkpoint = new CheckpointOptions { CheckpointPath = File },
        };
        var first = new CollectingMonitor();
        var second = new CollectingMonitor();

        PruningFixture.Prune(_model, options, first).Dispose();
        PruningFixture.Prune(_model, options, second).Dispose();

        Assert.Empty(first.Warnings);
        Assert.Contains("overwritten", Assert.Single(second.Warnings), StringComparison.Ordinal);
    }

    private string Mismatch(NetworkModel model, PruningOptions options, Dataset? dataset = null)
    {
        var error = Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, options, dataset: dataset));
        Assert.Equal("CheckpointMismatch", error.ErrorId);
        return error.Message;
    }

    private string Error(PruningOptions options) => Assert.Throws<ComputeException>(() => PruningFixture.Prune(_model, options)).ErrorId;

    private static IEnumerable<TrainingEpoch> Epochs(NetworkModel model) => model.Training.Select(epoch => epoch with { Seconds = 0 });
}
