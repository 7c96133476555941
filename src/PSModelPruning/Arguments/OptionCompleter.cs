using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Arguments;

/// <summary>
/// Completes what -Option takes: the names of options that the method reads, and after a name and an equals sign the values that there are.
/// </summary>
internal sealed class OptionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        string word = wordToComplete.Trim('\'', '"');
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? Names(word, commandName, commandAst, fakeBoundParameters)
            : OptionCatalog<PruningOptions>.Find(word[..equals]) is { } option ? Values(option, word[(equals + 1)..])
            : [];
    }

    private static IEnumerable<CompletionResult> Names(string start, string commandName, CommandAst command, IDictionary bound)
    {
        HashSet<string> read = [.. Readable(commandName, command, bound)];
        return OptionCatalog<PruningOptions>
            .All.Where(option =>
                read.Contains(option.Name)
                && !bound.Contains(option.Name)
                && option.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            )
            .OrderBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => new CompletionResult(
                option.Name + "=",
                option.Name,
                CompletionResultType.ParameterValue,
                option.Description
            ));
    }

    private static IEnumerable<CompletionResult> Values(OptionDefinition option, string start) =>
        option
            .Values.Where(value => value.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(
                $"{option.Name}={value.Name}",
                value.Name,
                CompletionResultType.ParameterValue,
                value.Description
            ));

    /// <summary>What the method reads; where none is named, what the methods for the model read, or any method.</summary>
    private static IEnumerable<string> Readable(string commandName, CommandAst command, IDictionary bound)
    {
        if (commandName.Equals("ConvertTo-QuantizedModel", StringComparison.OrdinalIgnoreCase))
            return OptionReaders.OfQuantization;
        if (bound["Method"] is { } method)
            return OptionReaders.Of(method.ToString() ?? "");
        IEnumerable<string> methods = CompletionModel.Find(command, bound) is { } model
            ? PruningMethodCatalog.For(model)
            : PruningMethodCatalog.Entries.Select(entry => entry.Name);
        return methods.SelectMany(OptionReaders.Of);
    }
}
