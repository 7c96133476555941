using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Every method, schedule and granularity of the catalogs, new ones too, keeps its budgets.</summary>
public sealed class BudgetWalkTests
{
    private const double Drop = 0.03;

    private static readonly Lazy<NetworkModel> Trained = new(() =>
        ModelTrainer.Train(
            PruningFixture.Digits,
            new TrainingRequest
            {
                Layers = ["linear 32", "batchnorm", "relu", "linear 16", "batchnorm", "relu"],
                Options = new TrainingOptions
                {
                    Epochs = 12,
                    BatchSize = 32,
                    Schedule = "Cosine",
                    LearningRate = 0.003,
                    Seed = 1,
                    Threads = 1,
                },
            },
            PruningFixture.Silent
        )
    );

    public static TheoryData<string> Methods => [.. CriterionCatalog.Entries.Select(entry => entry.Name).Except(OfBlocks)];

    /// <summary>Those that score whole blocks of layers, of which this network has none.</summary>
    private static readonly string[] OfBlocks = ["BlockInfluence", "LossIncrease"];

    public static TheoryData<string> Schedules => [.. PruningScheduleCatalog.Entries.Select(entry => entry.Name)];

    public static TheoryData<string> Granularities => [.. GranularityCatalog.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_budget_of_accuracy_is_kept_by_method(string method) =>
        AssertKept(
            // Movement scores by what it sees of fine-tuning, which must be long enough to show something.
            OptionsOf(method, new PruningTarget { MaxAccuracyDrop = Drop })
                .WithNetwork(network => network with { FineTuneEpochs = method == "Movement" ? 8 : 2 })
        );

    [Fact]
    public void Methods_of_blocks_say_that_there_are_none() =>
        Assert.All(OfBlocks, method =>
            Assert.Equal(
                "NothingToPrune",
                Assert
                    .Throws<ComputeException>(() =>
                        PruningFixture.Prune(Trained.Value, Options(new PruningTarget { MaxAccuracyDrop = Drop }) with { Method = method })
                    )
                    .ErrorId
            )
        );

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_budget_of_accuracy_is_kept_by_schedule(string schedule) =>
        AssertKept(Options(new PruningTarget { MaxAccuracyDrop = Drop }, schedule));

    [Theory]
    [MemberData(nameof(Granularities))]
    public void A_budget_of_accuracy_is_kept_by_granularity(string granularity)
    {
        PruningOptions options = Options(new PruningTarget { MaxAccuracyDrop = Drop })
            .WithNetwork(network => network with { Granularity = granularity });
        if (granularity is "Layer" or "Head" or "EmbeddingRow")
            Assert.Equal("NothingToPrune", Assert.Throws<ComputeException>(() => PruningFixture.Prune(Trained.Value, options)).ErrorId);
        else
            AssertKept(options);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_budget_of_size_is_kept_by_method(string method)
    {
        double most = Trained.Value.PackedBytes / 1024.0 * 0.6;
        using NetworkModel pruned = PruningFixture.Prune(Trained.Value, OptionsOf(method, new PruningTarget { MaxSizeKB = most }));
        Assert.InRange(pruned.PackedBytes / 1024.0, most * 0.7, most);
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Budgets_of_size_and_computation_are_kept_by_schedule(string schedule)
    {
        double most = Trained.Value.PackedBytes / 1024.0 * 0.4;
        using NetworkModel small = PruningFixture.Prune(Trained.Value, Options(new PruningTarget { MaxSizeKB = most }, schedule));
        Assert.InRange(small.PackedBytes / 1024.0, most * 0.8, most);

        PruningOptions fast = Options(new PruningTarget { MaxMacs = Trained.Value.MultiplyAccumulates / 2 }, schedule);
        if (schedule == "DynamicSurgery")
        {
            Assert.Equal(
                "ScheduleNotForGranularity",
                Assert.Throws<ComputeException>(() => PruningFixture.Prune(Trained.Value, fast)).ErrorId
            );
            return;
        }
        using NetworkModel pruned = PruningFixture.Prune(Trained.Value, fast);
        Assert.InRange(pruned.MultiplyAccumulates, Trained.Value.MultiplyAccumulates / 3, Trained.Value.MultiplyAccumulates / 2);
    }

    [Fact]
    public void Two_budgets_are_kept_together_or_their_best_is_told()
    {
        var both = new PruningTarget { MaxSizeKB = Trained.Value.PackedBytes / 1024.0 * 0.5, MaxAccuracyDrop = Drop };
        using NetworkModel pruned = PruningFixture.Prune(Trained.Value, Options(both));
        Assert.True(pruned.PackedBytes / 1024.0 <= both.MaxSizeKB && Score(pruned) >= Score(Trained.Value) - Drop - 1e-9);

        var impossible = new PruningTarget { MaxSizeKB = Trained.Value.PackedBytes / 1024.0 * 0.05, MaxAccuracyDrop = 0 };
        Assert.Equal(
            "BudgetNotReached",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(Trained.Value, Options(impossible))).ErrorId
        );
    }

    private static void AssertKept(PruningOptions options)
    {
        using NetworkModel pruned = PruningFixture.Prune(Trained.Value, options);
        Assert.True(Score(pruned) >= Score(Trained.Value) - Drop - 1e-9, $"{Score(Trained.Value)} before, {Score(pruned)} after.");
        Assert.Equal(Score(pruned), pruned.Pruning!.ScoreAfter, 9);
        Assert.True(pruned.Pruning.Sparsity > 0.02, $"Only {pruned.Pruning.Sparsity} is gone.");
    }

    /// <summary>A schedule with the options of the others that it reads.</summary>
    private static PruningOptions Options(PruningTarget target, string schedule) =>
        Options(target).WithNetwork(network => network with { Schedule = schedule }).ReadBySchedule();

    /// <summary>A method with the options that it reads: features do not go in steps.</summary>
    private static PruningOptions OptionsOf(string method, PruningTarget target) =>
        Options(target).WithNetwork(network => network with { Steps = FeatureMethodCatalog.Has(method) ? null : network.Steps }) with
        {
            Method = method,
        };

    private static PruningOptions Options(PruningTarget target) =>
        new()
        {
            Target = target,
            Seed = 2,
            Threads = 1,
            Network = new()
            {
                FineTuneEpochs = 2,
                Steps = 2,
                BatchSize = 64,
            },
        };

    private static double Score(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, model.Dataset!, PartitionName.Validation, PruningFixture.Silent).Score;
}
