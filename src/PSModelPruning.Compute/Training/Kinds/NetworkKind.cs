using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Neural networks.</summary>
internal class NetworkKind : ModelKind
{
    private protected static readonly string[] FittingParameters =
    [
        "Epochs",
        "BatchSize",
        "LearningRate",
        "Optimizer",
        "Momentum",
        "Nesterov",
        "WeightDecay",
        "L1",
        "Schedule",
        "WarmupEpochs",
        "Loss",
        "LabelSmoothing",
        "Patience",
        "ClassWeight",
        "GradientClip",
        "Device",
        "CheckpointPath",
        "Resume",
        "Teacher",
        "Temperature",
        "DistillationWeight",
        "Like",
    ];

    internal override string Name => ModelKindCatalog.Network;

    internal override string Description => "A neural network: a preset, or layers that you describe.";

    internal override IReadOnlyList<string> Parameters { get; } =
    ["Preset", "Layers", "BatchNormL1", "MatchLayer", "MatchWeight", .. FittingParameters];

    internal override bool Made(Model model) => model is NetworkModel && model.Kind == Name;

    internal override Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor) =>
        ModelTrainer.Train(dataset, request, monitor);

    /// <summary>
    /// Trains a network of the same architecture as the given one was trained; with the default options where that is not known. Without
    /// validation rows there is no early stopping.
    /// </summary>
    internal override Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor)
    {
        var network = (NetworkModel)like;
        TrainingOptions options = network.TrainingOptions ?? TrainingDefaults.For(dataset, Name);
        return ModelTrainer.TrainAgain(
            network,
            dataset,
            options with
            {
                Seed = seed,
                Patience = dataset.ValidationRows > 0 ? options.Patience : 0,
            },
            monitor
        );
    }
}
