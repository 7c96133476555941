using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSModelPruning.Arguments;

/// <summary>Completes the names of features from the model that -Model names, or that a variable brings through the pipeline.</summary>
internal sealed class ModelFeatureCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        CompletionModel.Find(commandAst, fakeBoundParameters) is { } model
            ? CompletionModel.Results(model.Preprocessing.Features.Select(feature => feature.Name), wordToComplete)
            : [];
}
