using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <summary>The errors of pruning.</summary>
internal static partial class PruningErrors
{
    internal static ComputeException SparsityOutOfRange(double sparsity) =>
        new(
            "SparsityOutOfRange",
            ErrorKind.InvalidArgument,
            $"A sparsity of {sparsity} is not possible. A sparsity is the fraction to remove, from 0 to below 1, such as 0.9 for 90 %."
        );

    internal static ComputeException SparsityAlreadyReached(Model model, double asked, double reached, string unit) =>
        new(
            "SparsityAlreadyReached",
            ErrorKind.InvalidArgument,
            $"'{model.Name}' has already lost {reached:P2} of the {unit}s of the original model, and the requested sparsity is {asked:P2}. "
                + $"Fractions refer to the original model. Request a higher sparsity, or prune the original model."
        );

    internal static ComputeException SparsityNotReachable(double asked, double most, string unit) =>
        new(
            "SparsityNotReachable",
            ErrorKind.LimitsExceeded,
            $"A sparsity of {asked:P2} cannot be reached: at most {most:P2} of the {unit}s can go, because every layer keeps at least "
                + $"one "
                + $"(or as many as {Option.RoundTo} or {Option.MaxLayerSparsity} says) and earlier pruning counts. Ask for less."
        );

    internal static ComputeException DatasetMissing(Model model, ComputeMessage purpose) =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidOperation,
            $"'{model.Name}' has no data set because it was read from a file, and {purpose} needs one. Specify a data set with "
                + $"{Option.Dataset}."
        );

    internal static ComputeException LayerUnknown(string name, IEnumerable<string> known) =>
        new(
            "LayerNotFound",
            ErrorKind.ObjectNotFound,
            $"The model has no layer '{name}' that can be pruned. {NearestNames.Hint(name, known)}"
        );

    internal static ComputeException NoFeaturesGiven() =>
        new(
            "FeaturesMissing",
            ErrorKind.InvalidArgument,
            $"No features came through the pipeline, so it is unknown which to keep. Pipe the output of "
                + $"{Operation.MeasureFeatureImportance}, or its first objects, or use {Option.KeepFeature.Is(20)} or "
                + $"{Option.Sparsity.Is(0.9)}."
        );

    internal static ComputeException MethodNotForFeatures(string method) =>
        new(
            "MethodNotForFeatures",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is(method)} does not select features, but you want to remove features. Omit {Option.Method} (the default is "
                + $"FeatureImportance), use one of "
                + $"{string.Join(", ", FeatureMethodCatalog.Entries.Select(entry => entry.Name))}, or use {Option.Sparsity} "
                + $"instead of features."
        );

    internal static ComputeException NothingToPrune(Model model, string unit, string reason) =>
        new(
            "NothingToPrune",
            ErrorKind.InvalidOperation,
            $"No {unit} of '{model.Name}' can be removed: {reason}. Use {Option.Granularity.Is("Element")}, or exclude fewer layers."
        );

    internal static ComputeException RoundToTooLarge(int roundTo, string layer, int units) =>
        new(
            "RoundToTooLarge",
            ErrorKind.InvalidArgument,
            $"{Option.RoundTo.Is(roundTo)} is more than layer '{layer}' has ({units}). Use at most {units}, or exclude the "
                + $"layer with {Option.ExcludeLayer}."
        );

    internal static ComputeException BudgetNeedsValidation(Dataset dataset) =>
        new(
            "BudgetNeedsValidation",
            ErrorKind.InvalidOperation,
            $"An accuracy budget is measured on the validation partition, and '{dataset.Name}' has none. Import it with "
                + $"{Option.ValidationFraction.Is(0.1)} and train again, or give such a data set with {Option.Dataset}."
        );

    internal static ComputeException BudgetNeedsChannels(string granularity) =>
        new(
            "BudgetNeedsChannels",
            ErrorKind.InvalidArgument,
            $"Granularity {granularity} sets weights to zero but does not shrink tensors, so it saves neither "
                + $"multiply-accumulates nor time. Use {Option.Granularity.Is("Channel")} with {Option.MaxMacs} and "
                + $"{Option.MaxLatencyMs}."
        );

    internal static ComputeException PatternInvalid(string text) =>
        new(
            "PatternInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.Pattern.Is(text)} is not N:M with N from 1 to below M. Use {Option.Pattern.Is("2:4")}, which keeps two of every four "
                + $"neighbouring weights."
        );

    internal static ComputeException BlockSizeInvalid(IReadOnlyList<int> sizes) =>
        new(
            "BlockSizeInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.BlockSize.Is(string.Join(", ", sizes))} is not one or two numbers of at least 1. Use "
                + $"{Option.BlockSize.Is(4)} for 4 x 4, or {Option.BlockSize.Is(1)}, 8 for blocks of one output and eight inputs."
        );

    internal static ComputeException BlockSizeUnreadable(string text) =>
        new(
            "BlockSizeInvalid",
            ErrorKind.InvalidArgument,
            $"'{text}' is not the size of a block. Use {Option.BlockSize.Is(4)} for 4 x 4, or {Option.BlockSize.Is("1x8")} for blocks of "
                + $"one output and eight inputs."
        );

    internal static ComputeException GranularityNotForFeatures() =>
        new(
            "GranularityNotForFeatures",
            ErrorKind.InvalidArgument,
            $"Input features go here, not weights or units of a network, so there is no granularity. Leave it out, or prune the network "
                + $"with {Operation.PruneModel}."
        );

    internal static ComputeException ParameterNotForGranularity(string parameter, string granularity, string right) =>
        new(
            "ParameterNotForGranularity",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} applies to {Option.Granularity.Is(right)} only, and the granularity is {granularity}. Omit "
                + $"one of the two."
        );

    internal static ComputeException ScheduleNotForThreshold(string schedule) =>
        new(
            "ScheduleNotForThreshold",
            ErrorKind.InvalidArgument,
            $"With {Option.Threshold}, pruning continues in rounds until no score is below the threshold, but "
                + $"{Option.Schedule.Is(schedule)} prunes to a fraction. Use {Option.Schedule.Is("Iterative")}, or OneShot for a "
                + $"single round."
        );

    internal static ComputeException MethodNeedsChannels(string method, string granularity, string right) =>
        new(
            "MethodNeedsChannels",
            ErrorKind.InvalidArgument,
            $"Method {method} scores channels and neurons, which granularity {granularity} does not remove. Use another method, or one "
                + $"of these granularities: {right}."
        );

    internal static ComputeException MethodNeedsBlocks(string method, string granularity, string right) =>
        new(
            "MethodNeedsBlocks",
            ErrorKind.InvalidArgument,
            $"Method {method} scores whole blocks of layers, which granularity {granularity} does not remove. Use another method, or "
                + $"one of these granularities: {right}."
        );

    internal static ComputeException MethodNotForNetwork(Model model, string method, string layer, string reason) =>
        new(
            "MethodNotForNetwork",
            ErrorKind.InvalidOperation,
            $"Method {method} cannot score any layer of '{model.Name}' that may be pruned: of '{layer}', for instance, {reason}. Use "
                + $"another method."
        );

    internal static ComputeException BudgetNotReached(PruningTarget budget, string best, ComputeMessage? advice = null) =>
        new(
            "BudgetNotReached",
            ErrorKind.LimitsExceeded,
            $"The budget ({budget}) was not reached. Best reached: {best}. The model is unchanged. Relax the budget, or try "
                + $"{advice ?? $"another {Option.Method}"}."
        );

    internal static ComputeException ScheduleNeedsFineTuning(string schedule) =>
        new(
            "ScheduleNeedsFineTuning",
            ErrorKind.InvalidArgument,
            $"Schedule {schedule} prunes during fine-tuning, but {Option.FineTuneEpochs} is 0. Use "
                + $"{Option.FineTuneEpochs.Is(1)} or more, or {Option.Schedule.Is("OneShot")}."
        );

    internal static ComputeException LatencyBatchSizeWithoutBudget() =>
        new(
            "BudgetMissing",
            ErrorKind.InvalidArgument,
            $"{Option.LatencyBatchSize} sets the number of rows of the call that {Option.MaxLatencyMs} limits, but "
                + $"{Option.MaxLatencyMs} is not specified. Add it, or omit {Option.LatencyBatchSize}."
        );

    internal static ComputeException TeacherNeedsFineTuning() =>
        new(
            "TeacherNeedsFineTuning",
            ErrorKind.InvalidArgument,
            $"{Option.Teacher} and {Option.DistillationWeight} apply to fine-tuning, and there is none with "
                + $"{Option.FineTuneEpochs.Is(0)}. Use {Option.FineTuneEpochs.Is(1)} or more, or omit them."
        );

    internal static ComputeException TemperatureWithoutTeacher() =>
        new(
            "TeacherMissing",
            ErrorKind.InvalidArgument,
            $"{Option.Temperature} applies to learning from a teacher. Add {Option.DistillationWeight.Is(0.5)} to learn from "
                + $"the unpruned model, or {Option.Teacher} to learn from another, or omit it."
        );

    internal static ComputeException ParameterNotForSchedule(string parameter, string schedule, IEnumerable<string> reading) =>
        new(
            "ParameterNotForSchedule",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} has no effect with {Option.Schedule.Is(schedule)}; it applies to "
                + $"{string.Join(", ", reading)}. Omit it, or use another schedule."
        );

    internal static ComputeException CheckpointNotForBudget() =>
        new(
            "CheckpointNotForBudget",
            ErrorKind.InvalidArgument,
            $"A budget is searched for in several prunings, but a checkpoint holds the state of one. Use {Option.Sparsity} "
                + $"with {Option.CheckpointPath}, or omit {Option.CheckpointPath}."
        );

    internal static ComputeException CheckpointNotForGranularity(string granularity) =>
        new(
            "CheckpointNotForGranularity",
            ErrorKind.InvalidArgument,
            $"A run that removes parts of granularity {granularity} cannot be resumed, so no checkpoint is kept. Omit "
                + $"{Option.CheckpointPath}, or use another granularity such as Channel."
        );

    internal static ComputeException TrainingUnknown(Model model, string schedule) =>
        new(
            "TrainingUnknown",
            ErrorKind.InvalidOperation,
            $"{Option.Schedule.Is(schedule)} repeats the training of the model, but '{model.Name}' does not record how it was "
                + $"trained: it was imported, or its file was written by an earlier version. Train it with {Operation.TrainModel}, "
                + $"or use {Option.Schedule.Is("Iterative")}."
        );

    internal static ComputeException RewindEpochTooLate(int epoch, int epochs) =>
        new(
            "RewindEpochTooLate",
            ErrorKind.InvalidArgument,
            $"{Option.RewindEpoch.Is(epoch)} leaves nothing to train: the training of the model has {epochs} epochs. Use 0 to "
                + $"{epochs - 1}."
        );

    internal static ComputeException RewindNeedsOriginal(Model model) =>
        new(
            "RewindNeedsOriginal",
            ErrorKind.InvalidOperation,
            $"'{model.Name}' has lost channels, layers or inputs, or its normalization was folded, so the weights that it "
                + $"began with cannot be recreated. Use the model that it was pruned from, or "
                + $"{Option.Schedule.Is("LearningRateRewinding")}."
        );

    internal static ComputeException RewindNeedsOwnData(Model model, Dataset dataset, int epoch) =>
        new(
            "RewindNeedsOwnData",
            ErrorKind.InvalidOperation,
            $"{Option.RewindEpoch.Is(epoch)} repeats the first epochs of the training of '{model.Name}', which was on other "
                + $"data than '{dataset.Name}'. Use the data set that it was trained on, imported in the same way, or "
                + $"{Option.RewindEpoch.Is(0)}."
        );

    internal static ComputeException RewindWithoutTeacher(Model model, int epoch) =>
        new(
            "RewindNeedsTeacher",
            ErrorKind.InvalidOperation,
            $"{Option.RewindEpoch.Is(epoch)} repeats the first epochs of the training of '{model.Name}', in which it "
                + $"learned from a teacher that is not stored with it. Use {Option.RewindEpoch.Is(0)}, which goes back to "
                + $"before the first."
        );

    internal static ComputeException TargetMissing() =>
        new(
            "PruningTargetMissing",
            ErrorKind.InvalidArgument,
            $"Specify how far to prune: use {Option.Sparsity.Is(0.9)} (the fraction to remove), or a budget: "
                + $"{Option.MaxAccuracyDrop}, {Option.MaxSizeKB}, {Option.MaxMacs} or {Option.MaxLatencyMs}."
        );

    internal static ComputeException TargetAmbiguous() =>
        new(
            "PruningTargetAmbiguous",
            ErrorKind.InvalidArgument,
            $"Several options specify how far to prune. Use only one of {Option.Sparsity}, {Option.Keep}, {Option.Leaves}, "
                + $"{Option.Alpha}, {Option.Rule}, or a budget ({Option.MaxAccuracyDrop}, {Option.MaxSizeKB}, {Option.MaxMacs}, "
                + $"{Option.MaxLatencyMs}), for which the sparsity is searched."
        );

    internal static ComputeException BudgetOutOfRange(string parameter, double value) =>
        new(
            "BudgetOutOfRange",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} is {value}, but must be "
                + $"{(parameter == "MaxAccuracyDrop" ? "a fraction from 0 to below 1: 0.01 is one percentage point" : "above 0")}."
        );

    internal static ComputeException FeaturesUnimportant(Model model, string scorer) =>
        new(
            "FeaturesUnimportant",
            ErrorKind.InvalidOperation,
            $"No feature of '{model.Name}' has any importance by {scorer}, so the weights that it feeds cannot be scored. Train the model "
                + $"better, or use another {Option.Scorer}."
        );

    internal static ComputeException FeaturesUnnamed(Model model) =>
        new(
            "FeaturesUnnamed",
            ErrorKind.InvalidOperation,
            $"The inputs of '{model.Name}' have no names, so features cannot be chosen. Train it on a data set from "
                + $"{Operation.ImportDataset}."
        );

    internal static ComputeException FeatureUnknown(Model model, string name, IEnumerable<string> known) =>
        new("FeatureNotFound", ErrorKind.ObjectNotFound, $"'{model.Name}' has no feature '{name}'. {NearestNames.Hint(name, known)}");

    internal static ComputeException KeepFeatureOutOfRange(int count, int most) =>
        new(
            "KeepFeatureOutOfRange",
            ErrorKind.InvalidArgument,
            $"{Option.KeepFeature.Is(count)} is not possible: the model has {most} features, and at least one must remain. Use 1 to "
                + $"{most}."
        );

    internal static ComputeException KeepFeatureInvalid(string value) =>
        new(
            "KeepFeatureInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.KeepFeature} takes the number of features to keep, or their names, and '{value}' is neither. Use "
                + $"{Option.KeepFeature.Is(20)}, or {Option.KeepFeature.Is("age, income")}."
        );

    internal static ComputeException FeatureTargetMissing(string method) =>
        new(
            "PruningTargetMissing",
            ErrorKind.InvalidArgument,
            $"Specify how many features to keep, because {method} does not decide it: use "
                + $"{Option.KeepFeature.Is(20)}, {Option.Sparsity.Is(0.5)} or {Option.MaxAccuracyDrop.Is(0.01)}, or use "
                + $"RecursiveElimination or AllRelevant."
        );

    internal static ComputeException TargetNotForFeatures(string parameter, string method) =>
        new(
            "TargetNotForFeatures",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} does not specify how many features to remove, and {method} removes features. Use "
                + $"{Option.KeepFeature.Is(20)}, {Option.Sparsity.Is(0.5)} or a budget such as {Option.MaxAccuracyDrop.Is(0.01)}."
        );

    internal static ComputeException MemberLosesAllFeatures(Model ensemble, Model member, IEnumerable<string> features) =>
        new(
            "MemberLosesAllFeatures",
            ErrorKind.InvalidOperation,
            $"The member '{member.Name}' of '{ensemble.Name}' would lose all its features "
                + $"({string.Join(", ", features.Take(5))}{(features.Count() > 5 ? " …" : "")}). Keep one of them, or prune the "
                + $"members of the ensemble first, to remove this one."
        );

    internal static ComputeException CrossValidationUnsupported(Model model) =>
        new(
            "ModelNotFittedAgain",
            ErrorKind.InvalidOperation,
            $"'{model.Name}' cannot be cross-validated: a model of kind {model.Kind} is not fitted on its own. Specify how many "
                + $"features to keep: {Option.KeepFeature.Is(20)}, {Option.Sparsity.Is(0.5)} or {Option.MaxAccuracyDrop.Is(0.01)}."
        );

    internal static ComputeException SubmodelNeedsBudget() =>
        new(
            "SubmodelNeedsBudget",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is("Submodel")} chooses the simplest model within a budget and takes no fraction or number of "
                + $"features. Use {Option.MaxAccuracyDrop.Is(0.01)}, {Option.MaxSizeKB} or {Option.MaxLatencyMs}, or no target for "
                + $"one point of accuracy."
        );

    internal static ComputeException NothingRelevant(Dataset dataset, int rounds) =>
        new(
            "NoRelevantFeatures",
            ErrorKind.LimitsExceeded,
            $"No feature of '{dataset.Name}' beat the best shadow often enough in {rounds} forests, so all would be removed. The "
                + $"model is unchanged. Allow a larger {Option.Significance}, more {Option.Rounds}, or "
                + $"{Option.Tentative.Is("Keep")}."
        );

    internal static ComputeException RulesReadFeature(Model model, string feature) =>
        new(
            "FeatureRemovalUnsupported",
            ErrorKind.InvalidOperation,
            $"The rules of '{model.Name}' look at the feature '{feature}', so it cannot be removed. Keep it, or prune the features of "
                + $"the model that the rules came from and use {Option.Method.Is("Submodel")} again."
        );

    internal static ComputeException FeatureRemovalUnsupported(Model model) =>
        new(
            "FeatureRemovalUnsupported",
            ErrorKind.InvalidOperation,
            $"Features cannot be removed from '{model.Name}': a model of kind {model.Kind} cannot lose inputs in place, and is not fitted "
                + $"by itself. Remove them from the models that it was made from."
        );

    internal static ComputeException MethodNotForModel(Model model, string method, IEnumerable<string> known) =>
        new(
            "MethodNotForModel",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is(method)} does not prune models of kind {model.Kind}, and '{model.Name}' is one. Use one of: "
                + $"{string.Join(", ", known)}."
        );

    internal static ComputeException FamilyNotPrunable(Model model) =>
        new(
            "ModelNotPrunable",
            ErrorKind.InvalidArgument,
            $"'{model.Name}' is a model of kind {model.Kind}, which has no parts that can be removed. To remove features, use "
                + $"{Option.KeepFeature}, or {Option.Method.Is("Submodel")} for a simpler model."
        );
}
