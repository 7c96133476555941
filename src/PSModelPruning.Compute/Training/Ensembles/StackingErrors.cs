using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>The errors of stacking.</summary>
internal static class StackingErrors
{
    internal static ComputeException DatasetMissing() =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidOperation,
            $"{Option.Voting.Is("Stacked")} fits a model to what the members predict, and they carry no data set that all of "
                + $"them can take (they were read from files, or were trained on different columns). Give it with {Option.Dataset}."
        );

    internal static ComputeException NeedsValidation(Dataset dataset) =>
        new(
            "StackingNeedsValidation",
            ErrorKind.InvalidOperation,
            $"{Option.Voting.Is("Stacked")} is fitted to rows that no member has learned, the validation partition, and "
                + $"'{dataset.Name}' has {dataset.ValidationRows} such rows; at least {Stacker.LeastRows} are needed. Import the "
                + $"data with {Option.ValidationFraction.Is(0.2)} and train again, or give such a data set with {Option.Dataset}."
        );
}
