using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Arguments;

/// <summary>Completes the names of layers from the model that -Model names, or that a variable brings through the pipeline.</summary>
internal sealed class PrunableLayerCompleter : IArgumentCompleter
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
        if (CompletionModel.Find(commandAst, fakeBoundParameters) is not { } model)
            return [];
        try
        {
            return CompletionModel.Results(ModelPruners.For(model).Layers(model), wordToComplete);
        }
        catch (ComputeException)
        {
            // A model that cannot be pruned has no layers to exclude; the cmdlet itself will say so.
            return [];
        }
    }
}
