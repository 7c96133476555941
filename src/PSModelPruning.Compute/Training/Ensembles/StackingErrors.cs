namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>The errors of stacking.</summary>
internal static class StackingErrors
{
    internal static ComputeException DatasetMissing() =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidOperation,
            "-Voting Stacked fits a model to what the members predict, and they carry no data set that all of them can take (they were "
                + "read from files, or were trained on different columns). Give it with -Dataset."
        );

    internal static ComputeException NeedsValidation(Dataset dataset) =>
        new(
            "StackingNeedsValidation",
            ErrorKind.InvalidOperation,
            $"-Voting Stacked is fitted to rows that no member has learned, the validation partition, and '{dataset.Name}' has "
                + $"{dataset.ValidationRows} such rows; at least {Stacker.LeastRows} are needed. "
                + "Import the data with -ValidationFraction 0.2 and train again, or give such a data set with -Dataset."
        );
}
