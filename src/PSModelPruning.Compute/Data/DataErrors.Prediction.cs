using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The errors of rows that are prepared for prediction.</summary>
internal static partial class DataErrors
{
    private const int NamesShown = 10;

    internal static ComputeException PredictionColumnMissing(IReadOnlyList<string> absent, IReadOnlyList<string> incoming) =>
        new(
            "PredictionColumnMissing",
            ErrorKind.InvalidData,
            $"The rows lack {(absent.Count == 1 ? "a column" : $"{absent.Count} columns")} that the model was trained on: {Shown(absent)}. "
                + $"They have: {Shown(incoming)}."
        );

    internal static ComputeException PredictionPlacesMissing(int places, IReadOnlyList<string> incoming) =>
        new(
            "PredictionColumnMissing",
            ErrorKind.InvalidData,
            $"The model comes from a file that names no columns, and takes {places:N0} columns by their place. The rows have "
                + $"{incoming.Count:N0}: {Shown(incoming)}. Leave out the others, or name the columns x1, x2 and so on."
        );

    internal static ComputeException PredictionValueInvalid(DatasetColumn column, string text, long row) =>
        new(
            "PredictionValueInvalid",
            ErrorKind.InvalidData,
            $"Row {row}: '{text}' in column '{column.Name}' is not a {(column.Kind == ColumnKind.DateTime ? "date" : "number")}. "
                + $"Give one, or leave the value empty to have it filled."
        );

    /// <summary>The id of the errors of numbers that single precision cannot hold once they are prepared.</summary>
    internal const string ValueTooLargeId = "ValueTooLarge";

    internal static ComputeException PredictionValueTooLarge(DatasetColumn column, string text, long row) =>
        new(
            ValueTooLargeId,
            ErrorKind.InvalidData,
            $"Row {row}: {text} in column '{column.Name}' is too large to predict with: the column was prepared for numbers around "
                + $"{column.Offset:G3}, and at most {float.MaxValue:G2} times {column.Divisor:G3} beyond it can be told apart. Correct the "
                + $"value, or leave it empty to have it filled."
        );

    internal static ComputeException ValueWithoutText(string type, Exception cause) =>
        new(
            "ValueWithoutText",
            ErrorKind.InvalidData,
            $"A row holds an object of the type {type} that cannot be turned into text, because its own conversion fails. Give a number, a "
                + $"text, a date or a boolean in its place.",
            cause
        );

    private static string Shown(IReadOnlyList<string> names) =>
        names.Count == 0
            ? "none"
            : string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");

    internal static ComputeException MissingValuesKept(string dataset, ComputeMessage who, IReadOnlyList<string> columns) =>
        new(
            "MissingValuesKept",
            ErrorKind.InvalidArgument,
            $"The data set '{dataset}' was imported with {Option.Missing.Is("Keep")}, and {who} cannot learn from missing "
                + $"values "
                + $"({string.Join(", ", columns.Take(5).Select(name => $"'{name}'"))}"
                + $"{(columns.Count > 5 ? $" and {columns.Count - 5} more features" : "")}). "
                + $"Import it with {Option.Missing.Is("Mean")}, Median, Mode, Zero or Drop, or train with {Option.Kind.Is("Tree")}, "
                + $"Forest or Boosted."
        );
}
