using PSModelPruning.Compute.Data;
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

    /// <summary>A row whose inputs are numbers, and whose prediction is none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The row, from 1.</param>
    /// <param name="inputs">Its prepared inputs.</param>
    internal static ComputeException PredictionNotFinite(Model model, long row, ReadOnlySpan<float> inputs)
    {
        int greatest = 0;
        for (int i = 1; i < inputs.Length; i++)
        {
            if (!(Math.Abs(inputs[i]) <= Math.Abs(inputs[greatest])))
                greatest = i;
        }
        return new(
            "PredictionNotFinite",
            ErrorKind.InvalidData,
            $"Row {row}: the model '{model.Name}' has no prediction, because its numbers became too large on the way. The greatest input "
                + $"is {InputName(model, greatest)} ({inputs[greatest]:G3} after preparation). Check this value; if it is right, the model "
                + $"is damaged: train it again."
        );
    }

    /// <summary>A row whose input is too large for a model that prepares it otherwise than its data set does.</summary>
    internal static ComputeException InputTooLarge(string column, long row) =>
        new(
            DataErrors.ValueTooLargeId,
            ErrorKind.InvalidData,
            $"Row {row}: the value in column {column} is too large for the model's preparation of this column. Correct it or leave out the "
                + $"row."
        );

    /// <summary>The column that an input comes from, as messages name it.</summary>
    internal static string InputName(Model model, int input) =>
        model.Preprocessing.Features.FirstOrDefault(feature =>
            input >= feature.FirstInput && input < feature.FirstInput + feature.InputCount
        )
            is { } column
            ? $"'{column.Name}'"
            : FormattableString.Invariant($"input {input}");
}
