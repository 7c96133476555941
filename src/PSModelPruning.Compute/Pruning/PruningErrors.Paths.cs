using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <content>The errors of pruning along a path.</content>
internal static partial class PruningErrors
{
    internal static ComputeException PointNotForModel(Model model, PruningPathPoint point) =>
        new(
            "PointNotForModel",
            ErrorKind.InvalidArgument,
            $"The point of {point.Complexity:N0} {point.ComplexityUnit} is one of the path of '{point.Model}' by {point.Method}, "
                + $"which '{model.Name}', a model of kind {model.Kind}, does not have. "
                + $"Use the model that {Operation.MeasurePruningPath} measured."
        );

    internal static ComputeException PathTargetMissing(PathMethod method) =>
        new(
            "PruningTargetMissing",
            ErrorKind.InvalidArgument,
            $"Specify how far to prune, because {method.Name} has no end of its own: use "
                + $"{ComputeMessage.Options(method.Reads.Where(name => name is "Keep" or "Leaves" or "Alpha"))}"
                + $"{(method.Reads.Count > 0 ? ", " : "")}{Option.Sparsity.Is(0.9)} "
                + $"(the fraction to remove), {Option.Rule.Is("OneStandardError")} (by cross-validation), or a budget: "
                + $"{Option.MaxAccuracyDrop}, {Option.MaxSizeKB} or {Option.MaxLatencyMs}."
        );

    /// <summary>The method is for another kind of model, or it is for all of them and leads along no path.</summary>
    internal static ComputeException NoSuchPath(Model model, string method, IEnumerable<string> known) =>
        FeatureMethodCatalog
            .Entries.Select(entry => entry.Name)
            .Append(SubmodelPruner.Method)
            .FirstOrDefault(name => name.Equals(method, StringComparison.OrdinalIgnoreCase))
            is { } pathless
            ? new(
                "MethodNotForModel",
                ErrorKind.InvalidArgument,
                $"{Option.Method.Is(pathless)} makes one model rather than a path of simpler and simpler models, so there are no points to "
                    + $"measure. Prune with {Operation.PruneModel} {Option.Method.Is(pathless)}, or measure one of: "
                    + $"{string.Join(", ", known)}."
            )
            : MethodNotForModel(model, method, known);

    internal static ComputeException ParameterNotForMethod(Model model, string method, string parameter, IEnumerable<string> read) =>
        new(
            "ParameterNotForMethod",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} has no effect with {Option.Method.Is(method)} on a model of kind {model.Kind}. Omit "
                + $"it; in addition to the common options this method reads {ComputeMessage.Options(read)}."
        );

    internal static ComputeException BudgetNotForModel(Model model) =>
        new(
            "BudgetNotForModel",
            ErrorKind.InvalidArgument,
            $"'{model.Name}' is a model of kind {model.Kind}, which compares and does not multiply, so {Option.MaxMacs} "
                + $"limits nothing. Use {Option.MaxSizeKB}, {Option.MaxLatencyMs}, {Option.MaxAccuracyDrop} or {Option.Sparsity}."
        );

    internal static ComputeException FoldOutOfRange(Dataset dataset, int folds) =>
        new(
            "FoldOutOfRange",
            ErrorKind.InvalidArgument,
            $"{Option.Fold.Is(folds)} is not possible: every part of '{dataset.Name}' needs one of its {dataset.TrainingObservations} "
                + $"training rows, and there are at least two parts. Use 2 to {Math.Max(2, dataset.TrainingRows)}."
        );

    internal static ComputeException ModelNotFittedAgain(Model model) =>
        new(
            "ModelNotFittedAgain",
            ErrorKind.InvalidOperation,
            $"Cross-validation fits the model again to parts of the data, and '{model.Name}' (kind {model.Kind}) cannot be: "
                + $"its parts were trained apart. Use {Option.Sparsity}, {Option.Keep} or a budget; with "
                + $"{Operation.MeasurePruningPath} {Option.Fold.Is(0)}."
        );

    internal static ComputeException GrowthUnknown(Model model) =>
        new(
            "ModelNotFittedAgain",
            ErrorKind.InvalidOperation,
            $"Cross-validation fits the model again to parts of the data, and how '{model.Name}' was grown is not known: it comes from "
                + $"another program's file. Use {Option.Sparsity}, {Option.Keep} or a budget; with {Operation.MeasurePruningPath} "
                + $"{Option.Fold.Is(0)}."
        );

    internal static ComputeException SparsityNotOnPath(Model model, PathMethod method, PruningPath path, double asked) =>
        new(
            "SparsityNotReachable",
            ErrorKind.LimitsExceeded,
            $"A sparsity of {asked:P2} cannot be reached: {method.Name} leaves {path.Candidates[^1].Complexity:N0} of "
                + $"{path.Count(path.OriginalOf(model))} at the least. "
                + $"Ask for less, or take another {Option.Method}."
        );

    internal static ComputeException KeepNotReachable(PathMethod method, PruningPath path, int asked) =>
        new(
            "KeepNotReachable",
            ErrorKind.LimitsExceeded,
            $"{path.Count(asked)} cannot be reached: {method.Name} leaves {path.Candidates[^1].Complexity:N0} at the least. "
                + $"Ask for more, or take another {Option.Method}."
        );

    internal static ComputeException ScoreUndefined(Dataset dataset) =>
        new(
            "ScoreUndefined",
            ErrorKind.InvalidData,
            $"The targets of all rows of '{dataset.Name}' that are scored are equal, so no score tells one model from "
                + $"another. Use {Option.Alpha}, {Option.Leaves} or {Option.Sparsity}."
        );

    internal static ComputeException MethodNeedsClasses(Model model, string method) =>
        new(
            "MethodNeedsClasses",
            ErrorKind.InvalidArgument,
            $"{Option.Method.Is(method)} estimates the error of classes, and '{model.Name}' predicts numbers. Use "
                + $"{Option.Method.Is("CostComplexity")} or ReducedError."
        );

    internal static ComputeException MethodNeedsValidation(Dataset dataset, string method) =>
        new(
            "MethodNeedsValidation",
            ErrorKind.InvalidOperation,
            $"{Option.Method.Is(method)} measures errors on the validation partition, and '{dataset.Name}' has "
                + $"{(dataset.ValidationRows == 0 ? "none" : "too few rows in it")}. Import it with "
                + $"{Option.ValidationFraction.Is(0.2)} and train again, or give such a data set with {Option.Dataset}."
        );

    internal static ComputeException RowCountsMissing(Model model, string method) =>
        new(
            "RowCountsMissing",
            ErrorKind.InvalidOperation,
            $"The file of '{model.Name}' does not tell how many training rows reached each node of its trees, and "
                + $"{Option.Method.Is(method)} needs that. Give the data that it was trained on with "
                + $"{Option.Dataset}: its training rows are counted."
        );

    internal static ComputeException LeafCountsMissing(Model model, string method) =>
        new(
            "RowCountsMissing",
            ErrorKind.InvalidOperation,
            $"The file of '{model.Name}' does not tell how many training rows each leaf predicts rightly, and {Option.Method.Is(method)} "
                + $"rests on that. Take {Option.Method.Is("ReducedError")} or {Option.Method.Is("CostComplexity")} with {Option.Dataset}."
        );
}
