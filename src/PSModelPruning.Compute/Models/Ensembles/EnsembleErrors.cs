using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>The errors of joining models into an ensemble.</summary>
internal static class EnsembleErrors
{
    internal static ComputeException TooFew(int count) =>
        new(
            "EnsembleTooSmall",
            ErrorKind.InvalidArgument,
            $"An ensemble needs at least two models, and {(count == 0 ? "none came" : "one came")}. Give "
                + $"{Operation.JoinModel} several models."
        );

    internal static ComputeException TooMany(int count, int most) =>
        new(
            "EnsembleTooLarge",
            ErrorKind.LimitsExceeded,
            $"An ensemble has at most {most} members, and {count} came. Join the better ones."
        );

    internal static ComputeException TooDeep(int most) =>
        new(
            "EnsembleTooDeep",
            ErrorKind.LimitsExceeded,
            $"Ensembles hold ensembles at most {most} deep. Give " + $"{Operation.JoinModel} the members of the ensemble instead."
        );

    internal static ComputeException SeveralTimes(Model model) =>
        new(
            "EnsembleMemberTwice",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' came more than once. Give it once, and more weight with {Option.Weight}."
        );

    internal static ComputeException TasksDiffer(Model first, Model other) =>
        new(
            "TaskMismatch",
            ErrorKind.InvalidArgument,
            $"'{first.Name}' is for {Word(first.Task)}, but '{other.Name}' is for {Word(other.Task)}; join models of one task."
        );

    internal static ComputeException TargetsDiffer(Model first, Model other) =>
        new(
            "EnsembleTargetMismatch",
            ErrorKind.InvalidArgument,
            $"'{first.Name}' predicts '{first.Preprocessing.Target?.Name}', but '{other.Name}' predicts "
                + $"'{other.Preprocessing.Target?.Name}'; join models of one target."
        );

    internal static ComputeException ClassesDiffer(Model first, Model other)
    {
        IEnumerable<string> different = first.Classes.Except(other.Classes).Concat(other.Classes.Except(first.Classes));
        return new(
            "EnsembleClassMismatch",
            ErrorKind.InvalidArgument,
            $"'{first.Name}' and '{other.Name}' know different classes: {string.Join(", ", different.Take(5).Select(name => $"'{name}'"))} "
                + $"only one of them does. Join models of the same classes; their order does not matter."
        );
    }

    internal static ComputeException SchemasDiffer(Model member, string difference) =>
        new(
            "EnsembleSchemaMismatch",
            ErrorKind.InvalidArgument,
            $"'{member.Name}' cannot take the rows that the others take: {difference} Join models of one data set, or of data sets whose "
                + $"columns have the same names, kinds and encodings; "
                + $"features may be missing and scaled otherwise."
        );

    internal static ComputeException WeightCount(int weights, int models) =>
        new(
            "EnsembleWeightCount",
            ErrorKind.InvalidArgument,
            $"{Option.Weight} takes one number per model, in their order: {models}, but {weights} came."
        );

    internal static ComputeException WeightInvalid(double weight) =>
        new(
            "EnsembleWeightInvalid",
            ErrorKind.InvalidArgument,
            $"{weight} cannot be a weight. Weights are numbers of at least 0, and one of them is above 0; they need not sum to 1."
        );

    internal static ComputeException WeightsAllZero() =>
        new(
            "EnsembleWeightInvalid",
            ErrorKind.InvalidArgument,
            $"All numbers of {Option.Weight} are 0, so no model would count. Specify a weight above 0 for at least one model."
        );

    internal static ComputeException WeightsAreFitted() =>
        new(
            "EnsembleWeightsFitted",
            ErrorKind.InvalidArgument,
            $"{Option.Voting.Is("Stacked")} finds the weights itself. Omit {Option.Weight}, or use " + $"{Option.Voting.Is("Soft")}."
        );

    internal static ComputeException VotesNeedClasses() =>
        new(
            "VotingNeedsClasses",
            ErrorKind.InvalidArgument,
            $"{Option.Voting.Is("Hard")} counts votes for classes, and these models predict numbers. Use "
                + $"{Option.Voting.Is("Soft")}, which takes their mean, or Stacked."
        );

    private static string Word(LearningTask task) => task.ToString().ToLowerInvariant();
}
