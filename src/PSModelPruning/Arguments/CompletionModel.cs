using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute;

namespace PSModelPruning.Arguments;

/// <summary>Finds the model that a command line being completed is about.</summary>
internal static class CompletionModel
{
    /// <summary>The value of -Model, or of the variable that starts the pipeline; null where neither is a model.</summary>
    internal static Model? Find(CommandAst command, IDictionary bound) =>
        Unwrap(bound["Model"])
        ?? Variable(Explicit(command, "Model"))
        ?? Variable((command.Parent as PipelineAst)?.PipelineElements[0] is CommandExpressionAst first ? first.Expression : null);

    /// <summary>The model that a parameter is given; null where it is given none that is known.</summary>
    internal static Model? Of(string parameter, CommandAst command, IDictionary bound) =>
        Unwrap(bound[parameter]) ?? Variable(Explicit(command, parameter));

    /// <summary>The names that start with the word, quoted where PowerShell needs it.</summary>
    internal static IEnumerable<CompletionResult> Results(IEnumerable<string> names, string word)
    {
        string start = word.Trim('\'', '"');
        return
        [
            .. names
                .Where(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                .Select(name => new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, name)),
        ];
    }

    private static ExpressionAst? Explicit(CommandAst command, string name)
    {
        for (int i = 0; i < command.CommandElements.Count - 1; i++)
        {
            if (
                command.CommandElements[i] is CommandParameterAst { Argument: null } parameter
                && parameter.ParameterName.Equals(name, StringComparison.OrdinalIgnoreCase)
            )
                return command.CommandElements[i + 1] as ExpressionAst;
        }
        return null;
    }

    private static Model? Variable(ExpressionAst? expression)
    {
        if (expression is not VariableExpressionAst variable)
            return null;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell
            .AddScript("param($name) $ExecutionContext.SessionState.PSVariable.GetValue($name)")
            .AddArgument(variable.VariablePath.UserPath)
            .Invoke()
            .Select(Unwrap)
            .FirstOrDefault();
    }

    private static Model? Unwrap(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) as Model;

    private static string Quoted(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c == '_') && !char.IsDigit(name[0])
            ? name
            : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
