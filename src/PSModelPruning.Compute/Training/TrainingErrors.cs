using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training;

/// <summary>The errors of fitting a model.</summary>
internal static class TrainingErrors
{
    internal static ComputeException OptionOutOfRange(string option, double value, string range) =>
        new("TrainingOptionOutOfRange", ErrorKind.InvalidArgument, $"{new OptionName(option)} is {value}, but must be {range}.");

    internal static ComputeException NesterovNeedsMomentum(string optimizer) =>
        new(
            "NesterovWithoutMomentum",
            ErrorKind.InvalidArgument,
            $"Nesterov's look-ahead needs momentum, and {optimizer} has none; use {Option.Optimizer.Is("SGD")} with "
                + $"{Option.Momentum.Is(0.9)}, or omit {Option.Nesterov}."
        );

    internal static ComputeException NoTrainingRows() =>
        new(
            "PartitionEmpty",
            ErrorKind.InvalidData,
            $"The data set has no training rows. Import it with a smaller {Option.TestFraction} or " + $"{Option.ValidationFraction}."
        );

    internal static ComputeException NoValidationRows() =>
        new(
            "PartitionEmpty",
            ErrorKind.InvalidData,
            $"Early stopping ({Option.Patience}) looks at the validation rows, and the data set has none. Import it with "
                + $"{Option.ValidationFraction.Is(0.1)}, or omit {Option.Patience}."
        );

    internal static ComputeException BatchTooSmall(int rows) =>
        new(
            "BatchTooSmall",
            ErrorKind.InvalidArgument,
            $"The network normalizes over the rows of a batch, which takes at least two, but its batches have {rows}. Use "
                + $"{Option.BatchSize.Is(2)} or more and at least two training rows."
        );

    internal static ComputeException BatchNormMissing() =>
        new(
            "BatchNormMissing",
            ErrorKind.InvalidArgument,
            $"{Option.BatchNormL1} pulls the scales of BatchNormalization towards zero, and the network has none. Omit "
                + $"it, or use {Option.Preset.Is("Vgg")} or ResNet20, or {Option.Layers} with 'batchnorm'."
        );

    internal static ComputeException LossDoesNotFit(string loss, LearningTask task, string right) =>
        new("LossDoesNotFit", ErrorKind.InvalidArgument, $"The loss {loss} is not for {task.ToString().ToLowerInvariant()}; use {right}.");

    internal static ComputeException LossDoesNotFitBoosting(string loss, LearningTask task, string right) =>
        new(
            "LossDoesNotFit",
            ErrorKind.InvalidArgument,
            $"Boosted trees for {task.ToString().ToLowerInvariant()} minimize {right}, not {loss}; use "
                + $"{Option.Loss.Is(right)}, or omit it."
        );

    internal static ComputeException BoostingDiverged(int round, double loss, double learningRate) =>
        new(
            "TrainingDiverged",
            ErrorKind.InvalidOperation,
            $"Training diverged: the loss was {loss} in round {round}, at a learning rate of {learningRate:G4}. Use a smaller "
                + $"{Option.LearningRate}, or a greater {Option.WeightDecay}."
        );

    internal static ComputeException ClassWeightsDoNotFit(int given, int classes) =>
        new(
            "ClassWeightInvalid",
            ErrorKind.InvalidArgument,
            $"There are {given} class weights, but the data has {classes} classes. Specify one per class."
        );

    internal static ComputeException ClassWeightsForRegression(string dataset) =>
        new(
            "ClassWeightInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.ClassWeight} weighs classes, but the target of '{dataset}' is a number. Omit it, or import the "
                + $"data with {Option.Task.Is("Classification")}."
        );

    internal static ComputeException ClassWeightNotPositive(double weight) =>
        new(
            "ClassWeightInvalid",
            ErrorKind.InvalidArgument,
            $"The class weight {weight} is not a finite number of at least 0, or all weights are 0."
        );

    internal static ComputeException ShapeDoesNotFit(int expected, int given) =>
        new("InputShapeMismatch", ErrorKind.InvalidArgument, $"The network takes {expected} inputs per row, but the data has {given}.");

    internal static ComputeException OutputsDoNotFit(long given, int expected) =>
        new("OutputShapeMismatch", ErrorKind.InvalidArgument, $"The network has {given} outputs, but the data needs {expected}.");

    internal static ComputeException Diverged(int epoch, long step, double loss, double learningRate) =>
        new(
            "TrainingDiverged",
            ErrorKind.InvalidOperation,
            $"Training diverged: the loss was {loss} in epoch {epoch}, step {step}, at a learning rate of {learningRate:G4}. "
                + $"Use a smaller {Option.LearningRate}, {Option.WarmupEpochs.Is(1)} or {Option.GradientClip.Is(1)}, and see that "
                + $"the inputs are scaled."
        );

    internal static ComputeException ResumeWithoutPath() =>
        new(
            "CheckpointPathMissing",
            ErrorKind.InvalidArgument,
            $"{Option.Resume} continues from a checkpoint. Specify its file with {Option.CheckpointPath}."
        );

    internal static ComputeException CheckpointNotFound(string path) =>
        new(
            "CheckpointNotFound",
            ErrorKind.ObjectNotFound,
            $"There is no checkpoint at '{path}' to resume. Omit {Option.Resume} to start a run that writes it."
        );

    internal static ComputeException CheckpointUnreadable(string path, Exception cause) =>
        new("CheckpointUnreadable", ErrorKind.ReadError, $"The checkpoint '{path}' could not be read: {FileFault.Reason(cause)}.", cause);

    internal static ComputeException CheckpointDamaged(string path, ComputeMessage how, Exception? cause = null) =>
        new(
            "CheckpointDamaged",
            ErrorKind.InvalidData,
            $"The checkpoint '{path}' cannot be used: {how}. Omit {Option.Resume} to start over.",
            cause
        );

    internal static ComputeException CheckpointMismatch(string path, IReadOnlyList<string> differences) =>
        new(
            "CheckpointMismatch",
            ErrorKind.InvalidArgument,
            $"The checkpoint '{path}' belongs to another run. What differs: {string.Join("; ", differences)}. Resume with the "
                + $"same data and options, or omit {Option.Resume} to start over."
        );

    internal static ComputeException DeviceUnavailable(string device) =>
        new(
            "DeviceUnavailable",
            ErrorKind.NotInstalled,
            $"The device '{device}' is not available: this package computes on the processor. Use {Option.Device.Is("cpu")}, "
                + $"or omit {Option.Device}."
        );

    internal static ComputeException PresetAndLayers() =>
        new(
            "PresetAndLayers",
            ErrorKind.InvalidArgument,
            $"{Option.Preset} and {Option.Layers} both describe the network. Use only one of them."
        );

    internal static ComputeException LikeAndLayers(string parameter) =>
        new(
            "LikeAndLayers",
            ErrorKind.InvalidArgument,
            $"{Option.Like} takes the network from another model, so {new OptionName(parameter)} does not apply. "
                + $"Use only one of them."
        );

    internal static ComputeException LikeNotNetwork(Model model) =>
        new(
            "LikeNotNetwork",
            ErrorKind.InvalidArgument,
            $"{Option.Like} trains the architecture of a network from new starting weights, and '{model.Name}' is a "
                + $"{model.Kind} model, whose structure is itself what training finds. Train a model of that kind with "
                + $"{Option.Kind}, or give a network."
        );

    internal static ComputeException LikeNeedsDataset(Model model) =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' has no data set because it was read from a file. Give "
                + $"{Operation.TrainModel} one with {Option.Dataset}, such as the output of {Operation.ImportDataset}."
        );

    internal static ComputeException LinearHasNoLayers(string option) =>
        new(
            "LinearHasNoLayers",
            ErrorKind.InvalidArgument,
            $"{Option.Kind.Is("Linear")} has no hidden layers, so {new OptionName(option)} does not apply. Use only one of the "
                + $"two out."
        );

    internal static ComputeException ClassUnknown(string name, IEnumerable<string> classes) =>
        new(
            "ClassWeightInvalid",
            ErrorKind.InvalidArgument,
            $"'{name}' in {Option.ClassWeight} is not a class. Classes: {string.Join(", ", classes.Take(20))}."
        );

    internal static ComputeException TooFewClasses(string target) =>
        new("TooFewClasses", ErrorKind.InvalidData, $"The target '{target}' has fewer than two classes, so there is nothing to learn.");

    internal static ComputeException MaxFeaturesInvalid(string rule) =>
        new(
            "MaxFeaturesInvalid",
            ErrorKind.InvalidArgument,
            $"'{rule}' for {Option.MaxFeatures} is not All, Sqrt, Log2, Third, a whole number of inputs or a fraction of them " + $"(0.3)."
        );

    internal static ComputeException MaxFeaturesTooMany(double number, int width) =>
        new("MaxFeaturesInvalid", ErrorKind.InvalidArgument, $"{Option.MaxFeatures} is {number}, but the data gives {width} inputs.");

    internal static ComputeException CriterionDoesNotFit(string criterion, LearningTask task, string right) =>
        new(
            "CriterionDoesNotFit",
            ErrorKind.InvalidArgument,
            $"The split criterion {criterion} is not for {task.ToString().ToLowerInvariant()}; use {right}."
        );
}
