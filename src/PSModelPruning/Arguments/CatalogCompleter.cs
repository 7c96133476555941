using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Arguments;

/// <summary>Completes the names of a catalog, with their descriptions as tool tips.</summary>
internal sealed class CatalogCompleter<TCatalog> : IArgumentCompleter
    where TCatalog : ICatalog
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        TCatalog
            .Entries.Where(entry => entry.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(entry => new CompletionResult(entry.Name, entry.Name, CompletionResultType.ParameterValue, entry.Description));
}
