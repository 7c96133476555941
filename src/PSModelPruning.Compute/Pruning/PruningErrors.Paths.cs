using System.Globalization;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;

namespace PSModelPruning.Compute.Pruning;

/// <content>The errors of pruning along a path.</content>
internal static partial class PruningErrors
{
    internal static ComputeException PointNotForModel(Model model, PruningPathPoint point) =>
        new(
            "PointNotForModel",
            ErrorKind.InvalidArgument,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The point of {point.Complexity:N0} {point.ComplexityUnit} is one of the path of '{point.Model}' by {point.Method}, "
                    + $"which '{model.Name}', a model of kind {model.Kind}, does not have. "
            ) + "Give the model that Measure-PruningPath was asked about."
        );

    internal static ComputeException PathTargetMissing(PathMethod method) =>
        new(
            "PruningTargetMissing",
            ErrorKind.InvalidArgument,
            $"It was not said how far to prune, and {method.Name} has no end of its own. Give "
                + $"{string.Join(", ", method.Parameters.Where(name => name is "Keep" or "Leaves" or "Alpha").Select(name => "-" + name))}"
                + $"{(method.Parameters.Count > 0 ? ", " : "")}"
                + "-Sparsity 0.9 (the fraction that goes), -Rule OneStandardError (by cross-validation), or a budget: -MaxAccuracyDrop, "
                + "-MaxSizeKB or -MaxLatencyMs."
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
                $"-Method {pathless} makes one model and no path of ever simpler ones, so there are no points to measure. Prune with "
                    + $"Invoke-ModelPrune -Method {pathless}, or measure one of: {string.Join(", ", known)}."
            )
            : MethodNotForModel(model, method, known);

    internal static ComputeException ParameterNotForMethod(Model model, string method, string parameter, IEnumerable<string> read) =>
        new(
            "ParameterNotForMethod",
            ErrorKind.InvalidArgument,
            $"-{parameter} does nothing with -Method {method} on a model of kind {model.Kind}. Leave it out; beside the common ones this "
                + "method reads "
                + $"{string.Join(", ", read.Select(name => "-" + name))}."
        );

    internal static ComputeException BudgetNotForModel(Model model) =>
        new(
            "BudgetNotForModel",
            ErrorKind.InvalidArgument,
            $"'{model.Name}' is a model of kind {model.Kind}, which compares and does not multiply, so -MaxMacs bounds nothing. Use "
                + "-MaxSizeKB, -MaxLatencyMs, -MaxAccuracyDrop or -Sparsity."
        );

    internal static ComputeException FoldOutOfRange(Dataset dataset, int folds) =>
        new(
            "FoldOutOfRange",
            ErrorKind.InvalidArgument,
            $"-Fold {folds} is not possible: every part of '{dataset.Name}' needs one of its {dataset.TrainingRows} training rows, and "
                + $"there are at least two parts. Use 2 to {Math.Max(2, dataset.TrainingRows)}."
        );

    internal static ComputeException ModelNotFittedAgain(Model model) =>
        new(
            "ModelNotFittedAgain",
            ErrorKind.InvalidOperation,
            $"Cross-validation fits the model again to parts of the data, and '{model.Name}' (kind {model.Kind}) cannot be: its parts "
                + "were trained apart. Use -Sparsity, -Keep or a budget; with Measure-PruningPath -Fold 0."
        );

    internal static ComputeException SparsityNotOnPath(Model model, PathMethod method, PruningPath path, double asked) =>
        new(
            "SparsityNotReachable",
            ErrorKind.LimitsExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A sparsity of {asked:P2} cannot be reached: {method.Name} leaves {path.Candidates[^1].Complexity:N0} of "
                    + $"{path.Count(path.OriginalOf(model))} at the least. "
            ) + "Ask for less, or take another -Method."
        );

    internal static ComputeException KeepNotReachable(PathMethod method, PruningPath path, int asked) =>
        new(
            "KeepNotReachable",
            ErrorKind.LimitsExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path.Count(asked)} cannot be reached: {method.Name} leaves {path.Candidates[^1].Complexity:N0} at the least. Ask for "
                    + $"more, or take another -Method."
            )
        );

    internal static ComputeException ScoreUndefined(Dataset dataset) =>
        new(
            "ScoreUndefined",
            ErrorKind.InvalidData,
            $"The targets of all rows of '{dataset.Name}' that are scored are equal, so no score tells one model from another. Use "
                + "-Alpha, -Leaves or -Sparsity."
        );

    internal static ComputeException MethodNeedsClasses(Model model, string method) =>
        new(
            "MethodNeedsClasses",
            ErrorKind.InvalidArgument,
            $"-Method {method} estimates the error of classes, and '{model.Name}' predicts numbers. Use -Method CostComplexity or "
                + "ReducedError."
        );

    internal static ComputeException MethodNeedsValidation(Dataset dataset, string method) =>
        new(
            "MethodNeedsValidation",
            ErrorKind.InvalidOperation,
            $"-Method {method} measures errors on the validation partition, and '{dataset.Name}' has "
                + $"{(dataset.ValidationRows == 0 ? "none" : "too few rows in it")}. "
                + "Import it with -ValidationFraction 0.2 and train again, or give such a data set with -Dataset."
        );
}
