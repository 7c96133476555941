using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

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

    internal static ComputeException TwoModelFiles(string one, string other) =>
        new(
            "ExportPathsAmbiguous",
            ErrorKind.InvalidArgument,
            $"Both '{one}' and '{other}' are model files, so it is unknown which to read and which to replace. Pipe the one to read: "
                + $"Import-Model '{one}' | Export-Model '{other}' -Force."
        );

    internal static ComputeException ModelIsNoRow(Model model) =>
        new(
            "PredictionInputUnsupported",
            ErrorKind.InvalidArgument,
            $"The model '{model.Name}' is in the place of a row. Pass models with -Model, and rows as a data set, files or objects."
        );

    internal static ComputeException InputMissing(string parameter, string expected) =>
        new(
            "InputMissing",
            ErrorKind.InvalidArgument,
            $"Nothing to work on was given. Give {expected}, through the pipeline or with -{parameter}. If you gave a variable, it is "
                + $"empty: its name may be misspelt, or the command that sets it may have failed."
        );

    internal static ComputeException ParameterMissing(string parameter, string remedy) =>
        new("ParameterMissing", ErrorKind.InvalidArgument, $"-{parameter} is missing. {remedy}");

    internal static ComputeException InputBeside(string parameter, object? input, string expected) =>
        InputText.IsDeserialized(input)
            ? InputDeserialized(input)
            : new(
                "InputBesideParameter",
                ErrorKind.InvalidArgument,
                $"-{parameter} and {InputText.Of(input)} from the pipeline do not go together. Give {expected}, either through the "
                    + $"pipeline or with -{parameter}."
            );

    internal static ComputeException InputNeedsModel(object? input, string parameter) =>
        new(
            "InputNeedsModel",
            ErrorKind.InvalidArgument,
            $"What came through the pipeline is {InputText.Of(input)}, and no model was given. Specify with -Model which model it is "
                + $"for, or pipe the model and use -{parameter}."
        );

    internal static ComputeException InputNull(string expected) =>
        new(
            "InputNull",
            ErrorKind.InvalidArgument,
            $"Nothing came in: the input is null or empty. Give {expected}; the variable before the pipe may be misspelt, or its command "
                + $"may have failed."
        );

    internal static ComputeException InputDeserialized(object? input) =>
        new(
            "InputDeserialized",
            ErrorKind.InvalidArgument,
            $"What came in is {InputText.Of(input)}: a copy that a job, another session or Import-Clixml made. It holds what was shown, "
                + $"but not what it works with. {InputText.Remedy(input)}"
        );

    internal static ComputeException InputUnexpected(object? input, string expected) =>
        InputText.IsNothing(input) ? InputNull(expected)
        : InputText.IsDeserialized(input) ? InputDeserialized(input)
        : new(
            "InputUnexpected",
            ErrorKind.InvalidArgument,
            $"What came in is {InputText.Of(input)}, which is of no use here. Give {expected}."
        );

    /// <summary>The warning where a cmdlet that needs a model gets what -WhatIf shows.</summary>
    internal const string PlanIsNoModel =
        "The pipeline brought what -WhatIf would do, not a model, so nothing was done with it. It is shown as it came.";

    internal static ComputeException ClassWeightNotNumber(object? value) =>
        new(
            "ClassWeightInvalid",
            ErrorKind.InvalidArgument,
            $"'{value}' in {Option.ClassWeight} is not a number. Give 'Balanced', 'None', one number per class in the order of the "
                + $"classes, or a table such as @{{ yes = 5; no = 1 }}."
        );

    internal static ComputeException RowsWithoutProperties(string type) =>
        new(
            "RowsWithoutProperties",
            ErrorKind.InvalidArgument,
            $"The input holds a {type}, which has no columns. Pipe objects with properties, such as those of Import-Csv, or give files "
                + $"with -Path."
        );

    internal static ComputeException RowsAndFiles(string file) =>
        new(
            "RowsAndFiles",
            ErrorKind.InvalidArgument,
            $"Rows and the file '{file}' came through the same pipeline, and a data set is made of one or the other. To use the properties "
                + $"of files as columns, select them first: Get-ChildItem | Select-Object Name, Length | Import-Dataset."
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

    /// <param name="parameter">One of the two.</param>
    /// <param name="other">The other one, with what it is set to.</param>
    /// <param name="remedy">Why, or what one of them goes with.</param>
    internal static ComputeException ParametersNotTogether(string parameter, string other, string remedy) =>
        new(
            "ParametersNotTogether",
            ErrorKind.InvalidArgument,
            $"-{parameter} and {other} do not go together. {remedy} Leave one of the two out."
        );

    private static string Partners(string parameter, IReadOnlyList<string> partners) =>
        partners.Count > 0
            ? $"-{parameter} goes with {string.Join(", ", partners.Select(name => $"-{name}"))}."
            : $"-{parameter} goes with the parameters that every syntax has.";
}
