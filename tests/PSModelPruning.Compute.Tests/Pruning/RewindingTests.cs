using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Schedules that repeat the training of the network.</summary>
public sealed class RewindingTests
{
    private static readonly string[] Convolutional = ["conv 6x3 pad 1", "batchnorm", "relu", "flatten", "linear 12", "relu"];

    private static readonly TrainingOptions Training = new()
    {
        Epochs = 5,
        BatchSize = 24,
        LearningRate = 0.01,
        Schedule = "Cosine",
        Patience = 4,
        Seed = 21,
        Threads = 1,
    };

    private static NetworkModel Trained(string[]? layers = null, TrainingOptions? options = null) =>
        ModelTrainer.Train(
            PruningFixture.Blobs([1, 6, 6]),
            new TrainingRequest { Layers = layers ?? Convolutional, Options = options ?? Training },
            PruningFixture.Silent
        );

    private static PruningOptions Options(double sparsity, string schedule, string granularity = "Element") =>
        PruningFixture
            .Options(sparsity, granularity: granularity, schedule: schedule)
            .WithNetwork(network => network with { FineTuneEpochs = null, BatchSize = null, Steps = 1 });

    [Fact]
    public void Geometric_takes_the_same_fraction_of_what_is_left()
    {
        PruningSchedule schedule = PruningScheduleCatalog.Get("Geometric");

        // Frankle and Carbin's table: 20 % a round leave 80, 64, 51.2 and 40.96 %.
        Assert.Equal(4, schedule.Steps(null, 0, 1 - 0.4096));
        Assert.Equal(
            [0.2, 0.36, 0.488, 0.5904],
            Enumerable.Range(1, 4).Select(step => Math.Round(schedule.Sparsity(0, 0.5904, step, 4), 12))
        );
        Assert.Equal(11, schedule.Steps(null, 0, 0.9));
        Assert.Equal([0.75, 0.875], Enumerable.Range(1, 2).Select(step => Math.Round(schedule.Sparsity(0.5, 0.875, step, 2), 12)));
        Assert.Equal(1, schedule.Steps(null, 0.4, 0.4));
    }

    [Fact]
    public void A_ticket_of_all_weights_is_the_trained_network_to_the_last_bit()
    {
        using NetworkModel model = Trained();

        using NetworkModel ticket = PruningFixture.Prune(model, Options(0, "LotteryTicket"));

        // Statistics of BatchNormalization are estimated anew at the end of pruning.
        Assert.Equal(Fitted(model.Graph), Fitted(ticket.Graph));
        Assert.Equal(
            model.Training.Select(epoch => epoch with { Seconds = 0 }),
            ticket.Training.Select(epoch => epoch with { Seconds = 0 })
        );
    }

    [Fact]
    public void So_it_is_rewound_to_an_early_epoch_where_the_optimizer_carries_nothing_over()
    {
        using NetworkModel model = Trained(options: Training with { Optimizer = "SGD", Momentum = 0, LearningRate = 0.1, Patience = 0 });

        using NetworkModel ticket = PruningFixture.Prune(
            model,
            Options(0, "LotteryTicket").WithNetwork(network => network with { RewindEpoch = 2 })
        );

        Assert.Equal(Fitted(model.Graph), Fitted(ticket.Graph));
        Assert.Equal(3, ticket.Training.Count);
        Assert.Equal(3, ticket.Pruning!.FineTuneEpochs);
    }

    [Theory]
    [InlineData("Element", 0)]
    [InlineData("Element", 2)]
    [InlineData("Channel", 0)]
    [InlineData("Channel", 1)]
    public void What_survives_is_trained_from_its_early_weights(string granularity, int epoch)
    {
        using NetworkModel model = Trained();
        using Graph early = EarlyWeights.Recreate(model, TrainingData.From(model.Dataset!), Training, epoch, "", PruningFixture.Silent);
        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: granularity));

        using NetworkModel ticket = PruningFixture.Prune(
            model,
            Options(0.5, "LotteryTicket", granularity).WithNetwork(network => network with { RewindEpoch = epoch })
        );

        using Graph expected = pruned.Graph.Clone();
        foreach ((string name, GraphParameter parameter) in expected.Parameters)
            Put(parameter, Mapped(name, model.Graph, early, pruned.Graph));
        NetworkTrainer.Train(
            expected,
            TrainingData.From(model.Dataset!),
            Training,
            PruningFixture.Silent,
            new TrainingHooks { SkippedEpochs = epoch }
        );
        Assert.Equal(Fitted(expected), Fitted(ticket.Graph));
        Assert.All(ticket.Graph.Parameters.Values, parameter => Assert.Null(parameter.Start));
    }

    [Fact]
    public void Learning_rate_rewinding_keeps_the_weights_and_repeats_the_training()
    {
        using NetworkModel model = Trained();
        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.6));

        using NetworkModel rewound = PruningFixture.Prune(
            model,
            Options(0.6, "LearningRateRewinding").WithNetwork(network => network with { RewindEpoch = 1 })
        );

        using Graph expected = pruned.Graph.Clone();
        NetworkTrainer.Train(
            expected,
            TrainingData.From(model.Dataset!),
            Training,
            PruningFixture.Silent,
            new TrainingHooks { SkippedEpochs = 1 }
        );
        Assert.Equal(Fitted(expected), Fitted(rewound.Graph));
        Assert.Equal(model.Training.Skip(1).Select(e => e.LearningRate), rewound.Training.Select(e => e.LearningRate));
    }

    [Fact]
    public void Each_round_rewinds_and_prunes_further()
    {
        using NetworkModel model = Trained();

        using NetworkModel ticket = PruningFixture.Prune(
            model,
            Options(0.875, "LotteryTicket").WithNetwork(network => network with { Steps = 3 })
        );

        Assert.Equal([0.5, 0.75, 0.875], ticket.Pruning!.Rounds.Select(round => Math.Round(round.Sparsity, 3)));
        Assert.Equal(0.875, ticket.Pruning.Sparsity, 0.01);
    }

    [Fact]
    public void A_file_keeps_all_that_a_ticket_needs()
    {
        using NetworkModel model = Trained();
        using var read = (NetworkModel)Samples.Load(Samples.Save(model));

        using NetworkModel ticket = PruningFixture.Prune(
            model,
            Options(0.6, "LotteryTicket").WithNetwork(network => network with { RewindEpoch = 1 })
        );
        using NetworkModel fromFile = PruningFixture.Prune(
            read,
            Options(0.6, "LotteryTicket").WithNetwork(network => network with { RewindEpoch = 1 }),
            dataset: model.Dataset
        );

        Assert.Equal(PruningFixture.Weights(ticket), PruningFixture.Weights(fromFile));
    }

    [Fact]
    public void A_pruned_network_can_be_rewound_further_while_no_shape_has_changed()
    {
        using NetworkModel model = Trained();
        using NetworkModel half = PruningFixture.Prune(model, Options(0.5, "LotteryTicket"));

        using NetworkModel more = PruningFixture.Prune(half, Options(0.75, "LotteryTicket"));
        using NetworkModel narrow = PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: "Channel"));

        Assert.Equal(0.75, more.Pruning!.Sparsity, 0.01);
        Assert.Equal("RewindNeedsOriginal", Error(narrow, Options(0.75, "LotteryTicket")));
        using NetworkModel kept = PruningFixture.Prune(narrow, Options(0.75, "LearningRateRewinding", "Channel"));
        Assert.NotEmpty(kept.Training);
    }

    [Fact]
    public void A_quantized_network_can_be_rewound_as_long_as_its_normalization_was_not_folded()
    {
        using NetworkModel model = Trained();
        using NetworkModel half = PruningFixture.Prune(model, Quantized("BFloat16"));
        using NetworkModel folded = PruningFixture.Prune(model, Quantized("Int8"));

        // All weights stay, so that the ticket of the quantized network is that of the one that was trained.
        using NetworkModel ticket = PruningFixture.Prune(half, Options(0, "LotteryTicket"));
        Assert.Equal(Fitted(model.Graph), Fitted(ticket.Graph));
        Assert.Equal("RewindNeedsOriginal", Error(folded, Options(0.5, "LotteryTicket")));
        using NetworkModel rewound = PruningFixture.Prune(folded, Options(0.5, "LearningRateRewinding"));
        Assert.Equal(0.5, rewound.Sparsity, 0.01);
    }

    [Fact]
    public void What_cannot_be_repeated_is_refused()
    {
        using NetworkModel model = Trained();
        using NetworkModel unknown = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel elsewhere = new(model.Describe() with { Dataset = null, DatasetHash = "other" }, model.Graph.Clone())
        {
            TrainingOptions = Training,
        };
        using NetworkModel taught = new(model.Describe(), model.Graph.Clone()) { TrainingOptions = Training with { HadTeacher = true } };

        Assert.Equal("TrainingUnknown", Error(unknown, Options(0.5, "LotteryTicket")));
        Assert.Equal("TrainingUnknown", Error(unknown, Options(0.5, "LearningRateRewinding")));
        Assert.Equal(
            "RewindEpochTooLate",
            Error(model, Options(0.5, "LearningRateRewinding").WithNetwork(network => network with { RewindEpoch = 5 }))
        );
        Assert.Equal(
            "RewindNeedsTeacher",
            Error(taught, Options(0.5, "LotteryTicket").WithNetwork(network => network with { RewindEpoch = 1 }))
        );
        Assert.Equal(
            "RewindNeedsOwnData",
            Error(elsewhere, Options(0.5, "LotteryTicket").WithNetwork(network => network with { RewindEpoch = 1 }), model.Dataset)
        );
        Assert.Equal("DatasetMissing", Error(PruningFixtureWithoutData(model), Options(0.5, "LotteryTicket")));
    }

    [Theory]
    [InlineData("LotteryTicket", "FineTuneEpochs", 2)]
    [InlineData("LotteryTicket", "LearningRate", 0.01)]
    [InlineData("LearningRateRewinding", "BatchSize", 8)]
    [InlineData("Iterative", "RewindEpoch", 0)]
    [InlineData("OneShot", "Steps", 1)]
    public void A_parameter_that_the_schedule_does_not_read_is_an_error(string schedule, string parameter, object value)
    {
        using NetworkModel model = Trained();

        Assert.Equal("ParameterNotForSchedule", Error(model, Options(0.5, schedule).With(parameter, value)));
    }

    private static NetworkModel PruningFixtureWithoutData(NetworkModel model) =>
        new(model.Describe() with { Dataset = null }, model.Graph.Clone()) { TrainingOptions = model.TrainingOptions };

    private static PruningOptions Quantized(string scheme) =>
        new()
        {
            Target = new PruningTarget(),
            Quantization = new QuantizationOptions { Quantize = scheme },
            Threads = 1,
        };

    private static string Error(NetworkModel model, PruningOptions options, Dataset? dataset = null) =>
        Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, options, dataset: dataset)).ErrorId;

    private static float[] Fitted(Graph graph) =>
        [
            .. graph
                .Parameters.Values.Where(parameter => parameter.IsTrainable)
                .SelectMany(parameter => parameter.Value.data<float>().ToArray()),
        ];

    /// <summary>
    /// The early numbers of what survived, found by the trained numbers, of which no two are equal but for zeros; statistics by those of
    /// the factor beside them.
    /// </summary>
    private static float[] Mapped(string name, Graph trained, Graph early, Graph survived)
    {
        string marks = name.Replace("running_mean", "weight", StringComparison.Ordinal)
            .Replace("running_var", "weight", StringComparison.Ordinal);
        Dictionary<float, float> earlyOf = Numbers(trained.Parameters[marks])
            .Zip(Numbers(early.Parameters[name]))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. Numbers(survived.Parameters[marks]).Select(value => value == 0 ? 0 : earlyOf[value])];
    }

    private static float[] Numbers(GraphParameter parameter) => parameter.Value.data<float>().ToArray();

    private static void Put(GraphParameter parameter, float[] values)
    {
        using var _ = TorchSharp.torch.no_grad();
        using TorchSharp.torch.Tensor tensor = TorchSharp.torch.tensor(values, parameter.Shape);
        parameter.Value.copy_(tensor);
        parameter.ApplyMask();
    }
}
