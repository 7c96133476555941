using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute.Networks.Specification;

namespace PSModelPruning.Arguments;

/// <summary>Completes a layer in words with an example of it, quoted, such as <c>'conv 32x3'</c>; the tool tip shows the options.</summary>
internal sealed class LayerCompleter : IArgumentCompleter
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
        string typed = wordToComplete.Trim('\'', '"');
        return LayerWordCatalog
            .All.Where(word => word.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(
                $"'{word.Example}'",
                word.Name,
                CompletionResultType.ParameterValue,
                $"{word.Usage}: {word.Description}"
            ));
    }
}
