using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Neural networks.</summary>
internal class NetworkKind : ModelKind
{
    private protected static readonly string[] FittingParameters =
    [
        "Epochs", "BatchSize", "LearningRate", "Optimizer", "Momentum", "Nesterov", "WeightDecay", "L1", "Schedule", "WarmupEpochs", "Loss",
        "LabelSmoothing", "Patience", "ClassWeight", "GradientClip", "Device", "CheckpointPath", "Resume",
        "Teacher", "Temperature", "DistillationWeight", "Like",
    ];

    internal override string Name => ModelKindCatalog.Network;

    internal override string Description => "A neural network: a preset, or layers in words.";

    internal override IReadOnlyList<string> Parameters { get; } = ["Preset", "Layers", "BatchNormL1", "MatchLayer", "MatchWeight", .. FittingParameters];

    internal override bool Made(Model model) => model is NetworkModel && model.Kind == Name;

    internal override Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor) => ModelTrainer.Train(dataset, request, monitor);

    /// <summary>
    /// Trains a network of the same architecture with the default options: the options of the first training are not kept with a network.
    /// </summary>
    internal override Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor) =>
        ModelTrainer.TrainAgain((NetworkModel)like, dataset, TrainingDefaults.For(dataset, Name) with { Seed = seed }, monitor);
}
