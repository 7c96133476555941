using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>Networks keep how they were trained, so that it can be repeated.</summary>
public sealed class KeptOptionsTests : IDisposable
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        BatchSize = 12,
        LearningRate = 0.03,
        Optimizer = "SGD",
        Momentum = 0.5,
        Nesterov = true,
        WeightDecay = 1e-4,
        L1 = 1e-6,
        Schedule = "OneCycle",
        WarmupEpochs = 0.5,
        Loss = "CrossEntropy",
        LabelSmoothing = 0.05,
        ClassWeights = [1, 2, 1.5],
        Patience = 3,
        GradientClip = 4,
        Threads = 1,
        Seed = 9,
    };

    private readonly NetworkModel _model = ModelTrainer.Train(
        PruningFixture.Blobs([6]),
        new TrainingRequest { Layers = ["linear 8", "relu"], Options = Options },
        PruningFixture.Silent
    );

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_file_and_a_pruned_network_keep_them()
    {
        using NetworkModel pruned = PruningFixture.Prune(_model, PruningFixture.Options(0.5, epochs: 1));
        using var read = (NetworkModel)Samples.Load(Samples.Save(pruned));

        Assert.Equal(Options, _model.TrainingOptions);
        Assert.Equal(Options, pruned.TrainingOptions);
        Assert.Equal(Options with { ClassWeights = [] }, read.TrainingOptions! with { ClassWeights = [] });
        Assert.Equal(Options.ClassWeights, read.TrainingOptions.ClassWeights);
    }

    [Fact]
    public void A_checkpoint_is_no_part_of_them()
    {
        TrainingOptions withCheckpoint = Options with { CheckpointPath = "x", Resume = true };

        Assert.Equal(Options, withCheckpoint.ToKeep());
    }

    [Fact]
    public void A_network_that_is_fitted_again_repeats_its_training()
    {
        using var again = (NetworkModel)ModelKindCatalog.Of(_model)!.Refit(_model, _model.Dataset!, 9, PruningFixture.Silent);
        using var other = (NetworkModel)ModelKindCatalog.Of(_model)!.Refit(_model, _model.Dataset!, 10, PruningFixture.Silent);

        Assert.Equal(PruningFixture.Weights(_model), PruningFixture.Weights(again));
        Assert.NotEqual(PruningFixture.Weights(_model), PruningFixture.Weights(other));
    }

    [Fact]
    public void Without_validation_rows_it_is_fitted_again_without_early_stopping()
    {
        using var again = (NetworkModel)
            ModelKindCatalog.Of(_model)!.Refit(_model, PruningFixture.Blobs([6], validation: 0), 9, PruningFixture.Silent);

        Assert.Equal(4, again.Training.Count);
        Assert.Equal(0, again.TrainingOptions!.Patience);
    }

    [Fact]
    public void A_file_that_keeps_none_can_be_read()
    {
        using NetworkModel none = PruningFixture.Mlp(PruningFixture.Blobs([6]));

        using var read = (NetworkModel)Samples.Load(Samples.Save(none));

        Assert.Null(read.TrainingOptions);
    }

    [Fact]
    public void A_run_that_begins_later_goes_on_as_the_whole_run_did()
    {
        TrainingData data = TrainingData.From(PruningFixture.Blobs([6]));
        // Plain SGD carries nothing from step to step.
        TrainingOptions plain = new()
        {
            Epochs = 5,
            BatchSize = 10,
            Optimizer = "SGD",
            Momentum = 0,
            LearningRate = 0.1,
            Schedule = "Cosine",
            Seed = 3,
            Threads = 1,
        };
        using Graph whole = NetworkFactory.Mlp([6], 3, 1, 8),
            parts = whole.Clone();
        NetworkTrainer.Train(whole, data, plain, PruningFixture.Silent);

        IReadOnlyList<TrainingEpoch> first = NetworkTrainer.Train(
            parts,
            data,
            plain,
            PruningFixture.Silent,
            new TrainingHooks { LastEpoch = 2 }
        );
        IReadOnlyList<TrainingEpoch> rest = NetworkTrainer.Train(
            parts,
            data,
            plain,
            PruningFixture.Silent,
            new TrainingHooks { SkippedEpochs = 2 }
        );

        Assert.Equal(TrainingFixture.Weights(whole), TrainingFixture.Weights(parts));
        Assert.Equal([1, 2, 3, 4, 5], first.Concat(rest).Select(epoch => epoch.Epoch));
    }
}
