using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance;

/// <summary>The errors of measuring feature importance.</summary>
internal static class ImportanceErrors
{
    internal static ComputeException NeedsModel(FeatureScorer scorer, Dataset dataset) =>
        new(
            "ImportanceNeedsModel",
            ErrorKind.InvalidArgument,
            $"{scorer.Name} asks a trained model, but the input is the data set '{dataset.Name}'. Give a model, or use a method for data "
                + $"sets: {DatasetMethods}."
        );

    internal static ComputeException ParameterNotForMethod(FeatureScorer scorer, string parameter) =>
        new(
            "ParameterNotForMethod",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} has no effect with {Option.Method.Is(scorer.Name)}. Omit it; {Reads(scorer)}."
        );

    internal static ComputeException NotForModel(FeatureScorer scorer, Model model, ComputeMessage objection) =>
        new(
            "ImportanceNotForModel",
            ErrorKind.InvalidArgument,
            $"{scorer.Name} cannot score the features of '{model.Name}' ({model.Kind}): {objection}. Use Permutation, which takes any "
                + $"model."
        );

    internal static ComputeException NeedsAllTrainingRows(FeatureScorer scorer) =>
        new(
            "ImportanceNeedsTrainingRows",
            ErrorKind.InvalidArgument,
            $"{scorer.Name} looks at the training rows that each tree had not seen, all of them. Omit {Option.Partition} and "
                + $"{Option.SampleFraction}, or use Permutation."
        );

    internal static ComputeException NeedsOwnDataset(FeatureScorer scorer, Model model, Dataset dataset) =>
        new(
            "ImportanceNeedsTrainingRows",
            ErrorKind.InvalidArgument,
            $"{scorer.Name} needs the data set that '{model.Name}' was trained on, and '{dataset.Name}' is another one: import that with "
                + $"the same options and seed, or use Permutation."
        );

    internal static ComputeException NotForRegression(FeatureScorer scorer, Dataset dataset) =>
        new(
            "ImportanceNeedsClasses",
            ErrorKind.InvalidArgument,
            $"{scorer.Name} needs classes, but the target '{dataset.Target}' of '{dataset.Name}' is a number. Use "
                + $"MutualInformation, AnovaF or Correlation, or import the data with {Option.Task.Is("Classification")}."
        );

    internal static ComputeException NegativeAmount(string feature, double least) =>
        new(
            "ImportanceNegativeAmount",
            ErrorKind.InvalidData,
            $"ChiSquare needs counts or amounts of at least 0, but '{feature}' goes down to {least:G6}. "
                + $"Use AnovaF, MutualInformation or InformationGain, or exclude the column on import with "
                + $"{Option.ExcludeFeature}."
        );

    private static ComputeMessage Reads(FeatureScorer scorer) =>
        scorer.Parameters.Count > 0
            ? $"this method reads {ComputeMessage.Options(scorer.Parameters)}"
            : "this method looks at the model alone";

    private static string DatasetMethods =>
        string.Join(", ", ScorerCatalog.Entries.Select(e => e.Name).Where(name => ScorerCatalog.Get(name) is DatasetScorer));
}
