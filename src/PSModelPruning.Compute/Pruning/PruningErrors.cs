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
            $"A sparsity of {sparsity} is not possible: it is the fraction that goes, at least 0 and less than 1, such as 0.9 for 90 %."
        );

    internal static ComputeException SparsityAlreadyReached(Model model, double asked, double reached, string unit) =>
        new(
            "SparsityAlreadyReached",
            ErrorKind.InvalidArgument,
            $"'{model.Name}' has lost {reached:P2} of the {unit}s of the original model already, and {asked:P2} was asked for. "
                + $"Fractions are of the original model: ask for more than is gone, or prune the original."
        );

    internal static ComputeException SparsityNotReachable(double asked, double most, string unit) =>
        new(
            "SparsityNotReachable",
            ErrorKind.LimitsExceeded,
            $"A sparsity of {asked:P2} cannot be reached: at most {most:P2} of the {unit}s can go, because every layer keeps at least "
                + $"one "
                + $"(or as many as {Option.RoundTo} says) and earlier pruning counts. Ask for less."
        );

    internal static ComputeException DatasetMissing(Model model, ComputeMessage purpose) =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidOperation,
            $"'{model.Name}' carries no data set (it was read from a file), and {purpose} needs one. Give it with " + $"{Option.Dataset}."
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
            $"No features came through the pipeline, so it was not said what stays. Pipe what "
                + $"{Operation.MeasureFeatureImportance} gives, or the first of it; or use {Option.KeepFeature.Is(20)} or "
                + $"{Option.Sparsity.Is(0.9)}."
        );

    internal static ComputeException MethodNotForFeatures(string method) =>
        new(
            "MethodNotForFeatures",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is(method)} does not choose features, but here features go. Leave {Option.Method} out (it is "
                + $"FeatureImportance then), use one of "
                + $"{string.Join(", ", FeatureMethodCatalog.Entries.Select(entry => entry.Name))}, or give {Option.Sparsity} "
                + $"instead of features."
        );

    internal static ComputeException NothingToPrune(Model model, string unit, string reason) =>
        new(
            "NothingToPrune",
            ErrorKind.InvalidOperation,
            $"No {unit} of '{model.Name}' may go: {reason}. Use {Option.Granularity.Is("Element")}, or exclude fewer layers."
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
            $"A budget of accuracy is measured on the validation partition, and '{dataset.Name}' has none. Import it with "
                + $"{Option.ValidationFraction.Is(0.1)} and train again, or give such a data set with {Option.Dataset}."
        );

    internal static ComputeException BudgetNeedsChannels(string granularity) =>
        new(
            "BudgetNeedsChannels",
            ErrorKind.InvalidArgument,
            $"Granularity {granularity} makes zeros but no tensor smaller, so it saves no multiply-accumulates and no time. "
                + $"Use {Option.Granularity.Is("Channel")} with {Option.MaxMacs} and {Option.MaxLatencyMs}."
        );

    internal static ComputeException PatternInvalid(string text) =>
        new(
            "PatternInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.Pattern.Is(text)} is not N:M with N from 1 to below M. Use {Option.Pattern.Is("2:4")}: of every four "
                + $"neighbouring weights two stay."
        );

    internal static ComputeException BlockSizeInvalid(IReadOnlyList<int> sizes) =>
        new(
            "BlockSizeInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.BlockSize.Is(string.Join(", ", sizes))} is not one or two numbers of at least 1. Use "
                + $"{Option.BlockSize.Is(4)} for 4 x 4, or {Option.BlockSize.Is(1)}, 8 for blocks of one output and eight inputs."
        );

    internal static ComputeException ParameterNotForGranularity(string parameter, string granularity, string right) =>
        new(
            "ParameterNotForGranularity",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} is read with {Option.Granularity.Is(right)}, and here it is {granularity}. Leave "
                + $"one of the two out."
        );

    internal static ComputeException ScheduleNotForThreshold(string schedule) =>
        new(
            "ScheduleNotForThreshold",
            ErrorKind.InvalidArgument,
            $"With {Option.Threshold} pruning goes on in rounds until nothing scores below it, and "
                + $"{Option.Schedule.Is(schedule)} goes to a fraction. Use {Option.Schedule.Is("Iterative")}, or OneShot for a "
                + $"single round."
        );

    internal static ComputeException MethodNeedsChannels(string method, string granularity, string right) =>
        new(
            "MethodNeedsChannels",
            ErrorKind.InvalidArgument,
            $"Method {method} scores channels and neurons, and granularity {granularity} takes something else. Use another method, or one "
                + $"of these granularities: {right}."
        );

    internal static ComputeException MethodNeedsBlocks(string method, string granularity, string right) =>
        new(
            "MethodNeedsBlocks",
            ErrorKind.InvalidArgument,
            $"Method {method} scores whole blocks of layers, and granularity {granularity} takes something else. Use another method, or "
                + $"one of these granularities: {right}."
        );

    internal static ComputeException ScheduleNotForGranularity(string schedule, string granularity) =>
        new(
            "ScheduleNotForGranularity",
            ErrorKind.InvalidArgument,
            $"Schedule {schedule} prunes while the network is trained, and with granularity {granularity} parts of the "
                + $"network itself go. Use {Option.Schedule.Is("OneShot")} or Iterative."
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
            $"The budget ({budget}) was not reached. Best reached: {best}. The model is untouched. Allow more, or try "
                + $"{advice ?? $"another {Option.Method}"}."
        );

    internal static ComputeException ScheduleNeedsFineTuning(string schedule) =>
        new(
            "ScheduleNeedsFineTuning",
            ErrorKind.InvalidArgument,
            $"Schedule {schedule} prunes while the network is fine-tuned, and {Option.FineTuneEpochs} is 0. Use "
                + $"{Option.FineTuneEpochs.Is(1)} or more, or {Option.Schedule.Is("OneShot")}."
        );

    internal static ComputeException LatencyBatchSizeWithoutBudget() =>
        new(
            "BudgetMissing",
            ErrorKind.InvalidArgument,
            $"{Option.LatencyBatchSize} is the number of rows of the call that {Option.MaxLatencyMs} bounds, and "
                + $"{Option.MaxLatencyMs} was not given. Add it, or leave {Option.LatencyBatchSize} out."
        );

    internal static ComputeException TeacherNeedsFineTuning() =>
        new(
            "TeacherNeedsFineTuning",
            ErrorKind.InvalidArgument,
            $"{Option.Teacher} and {Option.DistillationWeight} are about fine-tuning, and there is none with "
                + $"{Option.FineTuneEpochs.Is(0)}. Use {Option.FineTuneEpochs.Is(1)} or more, or leave them out."
        );

    internal static ComputeException TemperatureWithoutTeacher() =>
        new(
            "TeacherMissing",
            ErrorKind.InvalidArgument,
            $"{Option.Temperature} is about learning from a teacher. Add {Option.DistillationWeight.Is(0.5)} to learn from "
                + $"the unpruned model, or {Option.Teacher} to learn from another, or leave it out."
        );

    internal static ComputeException ParameterNotForSchedule(string parameter, string schedule, IEnumerable<string> reading) =>
        new(
            "ParameterNotForSchedule",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} does nothing with {Option.Schedule.Is(schedule)}; it is for "
                + $"{string.Join(", ", reading)}. Leave it out, or use another schedule."
        );

    internal static ComputeException CheckpointNotForBudget() =>
        new(
            "CheckpointNotForBudget",
            ErrorKind.InvalidArgument,
            $"A budget is searched for in several prunings, and a checkpoint holds the state of one. Give {Option.Sparsity} "
                + $"with {Option.CheckpointPath}, or leave {Option.CheckpointPath} out."
        );

    internal static ComputeException CheckpointNotForGranularity(string granularity) =>
        new(
            "CheckpointNotForGranularity",
            ErrorKind.InvalidArgument,
            $"A run that removes parts of granularity {granularity} cannot be resumed, so it is not kept. Leave "
                + $"{Option.CheckpointPath} out, or use another granularity such as Channel."
        );

    internal static ComputeException TrainingUnknown(Model model, string schedule) =>
        new(
            "TrainingUnknown",
            ErrorKind.InvalidOperation,
            $"{Option.Schedule.Is(schedule)} repeats the training of the model, and '{model.Name}' does not say how it was "
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
                + $"began with cannot be made again. Give the model that it was pruned from, or use "
                + $"{Option.Schedule.Is("LearningRateRewinding")}."
        );

    internal static ComputeException RewindNeedsOwnData(Model model, Dataset dataset, int epoch) =>
        new(
            "RewindNeedsOwnData",
            ErrorKind.InvalidOperation,
            $"{Option.RewindEpoch.Is(epoch)} repeats the first epochs of the training of '{model.Name}', which was on other "
                + $"data than '{dataset.Name}'. Give the data set that it was trained on, imported in the same way, or use "
                + $"{Option.RewindEpoch.Is(0)}."
        );

    internal static ComputeException RewindWithoutTeacher(Model model, int epoch) =>
        new(
            "RewindNeedsTeacher",
            ErrorKind.InvalidOperation,
            $"{Option.RewindEpoch.Is(epoch)} repeats the first epochs of the training of '{model.Name}', in which a teacher "
                + $"took part that is not kept with it. Use {Option.RewindEpoch.Is(0)}, which goes back to before the first."
        );

    internal static ComputeException TargetMissing() =>
        new(
            "PruningTargetMissing",
            ErrorKind.InvalidArgument,
            $"It was not said how far to prune. Give {Option.Sparsity.Is(0.9)} (the fraction that goes), or a budget: "
                + $"{Option.MaxAccuracyDrop}, {Option.MaxSizeKB}, {Option.MaxMacs} or {Option.MaxLatencyMs}."
        );

    internal static ComputeException TargetAmbiguous() =>
        new(
            "PruningTargetAmbiguous",
            ErrorKind.InvalidArgument,
            $"It was said more than once how far to prune. Give one of {Option.Sparsity}, {Option.Keep}, {Option.Leaves}, "
                + $"{Option.Alpha}, {Option.Rule}, or a budget ({Option.MaxAccuracyDrop}, {Option.MaxSizeKB}, {Option.MaxMacs}, "
                + $"{Option.MaxLatencyMs}), which searches for it."
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
            $"No feature of '{model.Name}' matters by {scorer}, so nothing can be told of what it feeds. Train the model "
                + $"better, or name another {Option.Scorer}."
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
            $"{Option.KeepFeature.Is(count)} is not possible: the model has {most} features, and at least one stays. Use 1 to " + $"{most}."
        );

    internal static ComputeException KeepFeatureInvalid(string value) =>
        new(
            "KeepFeatureInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.KeepFeature} takes the number of features that stay, or their names, and '{value}' is neither. Use "
                + $"{Option.KeepFeature.Is(20)}, or {Option.KeepFeature.Is("age")}, 'income'."
        );

    internal static ComputeException FeatureTargetMissing(string method) =>
        new(
            "PruningTargetMissing",
            ErrorKind.InvalidArgument,
            $"It was not said how many features go, and {method} has no rule of its own for that. Give "
                + $"{Option.KeepFeature.Is(20)}, {Option.Sparsity.Is(0.5)} or {Option.MaxAccuracyDrop.Is(0.01)}, or use "
                + $"RecursiveElimination or AllRelevant."
        );

    internal static ComputeException TargetNotForFeatures(string parameter, string method) =>
        new(
            "TargetNotForFeatures",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} does not say how many features go, and {method} removes features. Use "
                + $"{Option.KeepFeature.Is(20)}, {Option.Sparsity.Is(0.5)} or a budget such as {Option.MaxAccuracyDrop.Is(0.01)}."
        );

    internal static ComputeException MemberLosesAllFeatures(Model ensemble, Model member, IEnumerable<string> features) =>
        new(
            "MemberLosesAllFeatures",
            ErrorKind.InvalidOperation,
            $"The member '{member.Name}' of '{ensemble.Name}' would lose all its features "
                + $"({string.Join(", ", features.Take(5))}{(features.Count() > 5 ? " …" : "")}). Keep one of them, or prune the "
                + $"ensemble's members first so that it goes."
        );

    internal static ComputeException CrossValidationUnsupported(Model model) =>
        new(
            "ModelNotFittedAgain",
            ErrorKind.InvalidOperation,
            $"'{model.Name}' cannot be cross-validated: a model of kind {model.Kind} is not fitted by itself. Say how many "
                + $"features stay: {Option.KeepFeature.Is(20)}, {Option.Sparsity.Is(0.5)} or {Option.MaxAccuracyDrop.Is(0.01)}."
        );

    internal static ComputeException SubmodelNeedsBudget() =>
        new(
            "SubmodelNeedsBudget",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is("Submodel")} takes the simplest model that holds a budget, not a fraction or a number of "
                + $"features. Use {Option.MaxAccuracyDrop.Is(0.01)}, {Option.MaxSizeKB} or {Option.MaxLatencyMs}, or no target for "
                + $"one point of accuracy."
        );

    internal static ComputeException NothingRelevant(Dataset dataset, int rounds) =>
        new(
            "NoRelevantFeatures",
            ErrorKind.LimitsExceeded,
            $"No feature of '{dataset.Name}' beat the best shadow often enough in {rounds} forests, so all would go. The "
                + $"model is untouched. Allow a larger {Option.Significance}, more {Option.Rounds}, or "
                + $"{Option.Tentative.Is("Keep")}."
        );

    internal static ComputeException RulesReadFeature(Model model, string feature) =>
        new(
            "FeatureRemovalUnsupported",
            ErrorKind.InvalidOperation,
            $"The rules of '{model.Name}' look at the feature '{feature}', so it cannot go. Keep it, or prune the features of "
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
            $"'{model.Name}' is a model of kind {model.Kind}, which has no parts that could go. Its features can: use "
                + $"{Option.KeepFeature}, or {Option.Method.Is("Submodel")} for something simpler still."
        );
}
