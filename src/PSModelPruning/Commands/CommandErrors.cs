using PSModelPruning.Compute;

namespace PSModelPruning.Commands;

/// <summary>The errors of values that only PowerShell can give, such as objects of the pipeline.</summary>
internal static class CommandErrors
{
    internal static ComputeException SeveralModels(string path) =>
        new(
            "ExportSeveralModels",
            ErrorKind.InvalidOperation,
            $"One file holds one model, and '{path}' was already written. To export several models, give each its own path: "
                + $"$models | ForEach-Object {{ Export-Model -Model $_ -Path \"$($_.Name).psmodel\" }}."
        );

    internal static ComputeException ModelIsNoRow(Model model) =>
        new(
            "PredictionInputUnsupported",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' is in the place of a row. Pass models with -Model, and rows as a data set, files or objects."
        );

    internal static ComputeException ClassWeightNotNumber(object? value) =>
        new(
            "ClassWeightInvalid",
            ErrorKind.InvalidArgument,
            $"'{value}' in -ClassWeight is not a number. Give 'Balanced', one number per class in the order of the classes, or a table "
                + $"such as @{{ yes = 5; no = 1 }}."
        );

    internal static ComputeException RowsWithoutProperties(string type) =>
        new(
            "RowsWithoutProperties",
            ErrorKind.InvalidArgument,
            $"The input holds a {type}, which has no columns. Pipe objects with properties, such as those of Import-Csv, or give files "
                + $"with -Path."
        );

    internal static ComputeException RowsAreFiles(string target) =>
        new(
            "TargetNotFound",
            ErrorKind.ObjectNotFound,
            $"-Target: files came through the pipeline, and a file has no property '{target}'. Objects from the pipeline are rows. To read "
                + $"the content of files, give them with -Path."
        );

    internal static ComputeException LayerSparsityInvalid(string value, IEnumerable<string> rules) =>
        new(
            "LayerSparsityInvalid",
            ErrorKind.InvalidArgument,
            $"-LayerSparsity takes the name of a rule ({string.Join(", ", rules)}), a hashtable of layers and the fractions that go of "
                + $"them, such as @{{ conv1 = 0.5; 'fc*' = 0.9 }}, or the output of Measure-LayerSensitivity; '{value}' is none of these."
        );

    internal static ComputeException ParametersNotTogether(
        string parameter,
        IReadOnlyList<string> partners,
        string other,
        IReadOnlyList<string> othersPartners
    ) =>
        new(
            "ParametersNotTogether",
            ErrorKind.InvalidArgument,
            $"-{parameter} and -{other} do not go together. Leave one of the two out. {Partners(parameter, partners)} "
                + Partners(other, othersPartners)
        );

    private static string Partners(string parameter, IReadOnlyList<string> partners) =>
        partners.Count > 0
            ? $"-{parameter} goes with {string.Join(", ", partners.Select(name => $"-{name}"))}."
            : $"-{parameter} goes with the parameters that every syntax has.";
}
