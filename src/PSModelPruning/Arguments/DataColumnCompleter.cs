using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Arguments;

/// <summary>
/// Completes the names of columns from the header of the file that -Path or -LiteralPath names, here or of the Import-Csv that begins the
/// pipeline.
/// </summary>
internal sealed class DataColumnCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        CompletionModel.Results(
            Names(fakeBoundParameters["Path"] ?? fakeBoundParameters["LiteralPath"] ?? PathOfImportCsv(commandAst), fakeBoundParameters),
            wordToComplete
        );

    /// <summary>
    /// The path that the pipeline's first command reads, where that is Import-Csv and the path is literal; otherwise null.
    /// </summary>
    private static object? PathOfImportCsv(CommandAst command)
    {
        if (
            command.Parent is not PipelineAst pipeline
            || pipeline.PipelineElements[0] is not CommandAst first
            || first == command
            || first.GetCommandName()?.ToUpperInvariant() is not ("IMPORT-CSV" or "IPCSV")
        )
            return null;
        Dictionary<string, ParameterBindingResult> bound = StaticParameterBinder.BindCommand(first).BoundParameters;
        // A bare engine, which lacks the command, numbers what has no name.
        return new[] { "Path", "LiteralPath", "0" }
            .Select(name => bound.TryGetValue(name, out ParameterBindingResult? result) ? result.ConstantValue : null)
            .FirstOrDefault(value => value is not null);
    }

    private static IReadOnlyList<string> Names(object? given, IDictionary bound)
    {
        if ((given is object[] several ? several.FirstOrDefault() : given)?.ToString() is not { Length: > 0 } path)
            return [];
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            // Without Resolve-Path, which a bare engine lacks.
            string? file = shell
                .AddScript("param($p) $x = $null; $ExecutionContext.SessionState.Path.GetResolvedProviderPathFromPSPath($p, [ref]$x)[0]")
                .AddArgument(path)
                .Invoke()
                .FirstOrDefault()
                ?.ToString();
            if (file is null)
                return [];
            FormatDetector.Detected found = FormatDetector.Detect(file);
            return found.Format.ColumnNames(
                found.Source,
                new TableOptions { HasHeader = bound["NoHeader"] is SwitchParameter { IsPresent: true } ? false : null }
            );
        }
        catch (Exception e)
            when (e
                    is ComputeException
                        or MethodInvocationException
                        {
                            InnerException: ItemNotFoundException
                                or System.Management.Automation.DriveNotFoundException
                                or ProviderNotFoundException
                                or WildcardPatternException
                        }
            )
        {
            // A path that is typed only in part names nothing, or another file than the one that is meant. The cmdlet will say what is
            // wrong with the whole one.
            return [];
        }
    }
}
