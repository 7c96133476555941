using System.Management.Automation.Language;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Commands;

/// <summary>The words of messages in PowerShell: options are parameters, operations are cmdlets.</summary>
internal sealed class CommandWording : MessageWording
{
    internal static readonly CommandWording Instance = new();

    /// <inheritdoc/>
    internal override string Option(string name) => $"-{name}";

    /// <inheritdoc/>
    internal override string Setting(string name, string value) => $"-{name} {Argument(value)}";

    /// <inheritdoc/>
    internal override string Operation(string name) =>
        name switch
        {
            nameof(Compute.Runtime.Operation.CompareModel) => "Compare-Model",
            nameof(Compute.Runtime.Operation.ExportModel) => "Export-Model",
            nameof(Compute.Runtime.Operation.ImportDataset) => "Import-Dataset",
            nameof(Compute.Runtime.Operation.JoinModel) => "Join-Model",
            nameof(Compute.Runtime.Operation.MeasureFeatureImportance) => "Measure-FeatureImportance",
            nameof(Compute.Runtime.Operation.MeasureLayerSensitivity) => "Measure-LayerSensitivity",
            nameof(Compute.Runtime.Operation.MeasurePruningPath) => "Measure-PruningPath",
            nameof(Compute.Runtime.Operation.PruneModel) => "Invoke-ModelPrune",
            nameof(Compute.Runtime.Operation.TrainModel) => "Train-Model",
            _ => name,
        };

    /// <summary>The value as PowerShell takes it: quoted where its parser would not read it as one word.</summary>
    private static string Argument(string value)
    {
        Parser.ParseInput($"x {value}", out Token[] tokens, out ParseError[] errors);
        bool isPlain = errors.Length == 0 && tokens.Length > 2 && tokens[1..^1].Select(IsWordOrComma).All(fits => fits);
        return isPlain ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Whether a token is one of a list of words, which commas separate.</summary>
    private static bool IsWordOrComma(Token token, int place) =>
        place % 2 == 0
            ? token.Kind is TokenKind.Identifier or TokenKind.Generic or TokenKind.Number or TokenKind.StringLiteral
            : token.Kind == TokenKind.Comma;
}
