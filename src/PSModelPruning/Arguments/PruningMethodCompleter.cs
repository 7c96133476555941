using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Arguments;

/// <summary>
/// Completes the pruning methods for the model that -Model names, or that a variable brings through the pipeline; all methods where it is
/// not known.
/// </summary>
internal sealed class PruningMethodCompleter : IArgumentCompleter
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
        bool measures = commandName.Equals("Measure-PruningPath", StringComparison.OrdinalIgnoreCase);
        HashSet<string>? fitting = CompletionModel.Find(commandAst, fakeBoundParameters) is not { } model
            ? null
            : [.. measures ? PruningMethodCatalog.WithPath(model) : PruningMethodCatalog.For(model)];
        return new CatalogCompleter<PruningMethodCatalog>()
            .CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)
            .Where(result => fitting is null || fitting.Contains(result.CompletionText));
    }
}
