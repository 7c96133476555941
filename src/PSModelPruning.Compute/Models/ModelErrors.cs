using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models;

/// <summary>The errors of bringing models and data together.</summary>
internal static class ModelErrors
{
    internal static ComputeException DatasetMissing(Model model) =>
        new(
            "DatasetMissing",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' has no data set because it was read from a file. Specify one with "
                + $"{Option.Dataset}, such as the output of {Operation.ImportDataset}."
        );

    internal static ComputeException Disposed(Model model) =>
        new(
            "ModelDisposed",
            ErrorKind.InvalidOperation,
            $"The model '{model.Name}' was disposed and has no parameters any more. Train it again, or read it from a file."
        );

    internal static ComputeException SchemaMismatch(Model model, Dataset dataset, string difference) =>
        new(
            "SchemaMismatch",
            ErrorKind.InvalidArgument,
            $"The data set '{dataset.Name}' does not fit the model '{model.Name}': {difference} "
                + $"Use the data set that the model was trained on, or one with the same columns, kinds and encodings."
        );

    internal static ComputeException SchemaMismatch(Model model, int width) =>
        new(
            "SchemaMismatch",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' takes {model.Preprocessing.Width} inputs per row, but the rows have {width}."
        );

    internal static ComputeException PartitionEmpty(Dataset dataset, PartitionName partition) =>
        new(
            "PartitionEmpty",
            ErrorKind.InvalidArgument,
            $"The data set '{dataset.Name}' has no {partition.ToString().ToLowerInvariant()} rows. It has "
                + $"{dataset.TrainingRows} training, {dataset.ValidationRows} validation and {dataset.TestRows} test rows; choose "
                + $"with {Option.Partition}."
        );

    internal static ComputeException ImagesExpected(Model model) =>
        new(
            "PredictionInputUnsupported",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' predicts images of shape [{string.Join(", ", model.Preprocessing.InputShape)}], which "
                + $"objects and tables of text do not hold. Give a data set from {Operation.ImportDataset}, or the path of an image "
                + $"file."
        );
}
