using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Checkpoints;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Tests.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>A pruning is resumed with the options that it began with, whatever they are.</summary>
public sealed class PruningFingerprintTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fingerprint").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Every_option_is_compared_unless_it_is_marked_to_change_nothing()
    {
        using NetworkModel teacher = PruningFixture.Mlp(PruningFixture.Blobs([4]));
        var changes = new OptionChanges(typeof(LayerRatios), () => LayerRatioCatalog.Get("Erk"))
        {
            { typeof(Model), () => teacher },
            { typeof(ClassWeightChoice), () => ClassWeightChoice.Balanced },
            {
                typeof(NetworkVariants),
                () =>
                    new NetworkVariants { Schedules = [] }
            },
        };
        PruningOptions options = PruningFixture.Options(0.5) with { Distillation = new PruningDistillation() };
        SortedDictionary<string, string> before = PruningFingerprint.Describe(options);

        string[] unseen =
        [
            .. changes
                .Of(options)
                .Where(change => PruningFingerprint.Describe((PruningOptions)change.Options).SequenceEqual(before))
                .Select(change => change.Name),
        ];

        Assert.Equal(
            ["Checkpoint.CheckpointPath", "Checkpoint.Resume", "Name", "Target.LatencyBatchSize", "Threads", "Variants"],
            unseen.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_run_is_not_resumed_with_another_measurement_of_its_layers()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([6]), 2, 8, 4);
        PruningOptions options = PruningFixture
            .Options(0.5)
            .WithNetwork(network =>
                network with
                {
                    LayerSparsity = new SensitivityRatios([Point("fc1", 0.02), Point("fc2", 0.3), Point("fc3", 0.1)]),
                }
            ) with
        {
            Checkpoint = new CheckpointOptions { CheckpointPath = Path.Combine(_folder, "run.checkpoint") },
        };
        PruningFixture.Prune(model, options).Dispose();
        PruningOptions resumed = options with { Checkpoint = options.Checkpoint with { Resume = true } };

        PruningFixture.Prune(model, resumed).Dispose();
        var error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(
                model,
                resumed.WithNetwork(network =>
                    network with
                    {
                        LayerSparsity = new SensitivityRatios([Point("fc1", 0.02), Point("fc2", 0.2), Point("fc3", 0.1)]),
                    }
                )
            )
        );

        Assert.Equal("CheckpointMismatch", error.ErrorId);
        Assert.Contains("LayerSparsity (", error.Message, StringComparison.Ordinal);
    }

    private static LayerSensitivity Point(string layer, double drop) =>
        new()
        {
            Model = "net",
            Layer = layer,
            Layers = [layer],
            Method = "Magnitude",
            Granularity = "Element",
            Unit = "weight",
            Sparsity = 0.5,
            Units = 10,
            Kept = 5,
            ScoreBefore = 0.9,
            Score = 0.9 - drop,
            ParametersGone = 5,
            MultiplyAccumulatesGone = 0,
            Partition = PartitionName.Validation,
        };
}
