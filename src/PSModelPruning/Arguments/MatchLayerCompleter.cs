using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSModelPruning.Compute;

namespace PSModelPruning.Arguments;

/// <summary>
/// Completes <c>'teacherLayer=studentLayer'</c>: first the layers of the model that -Teacher names, then those of the model that -Like
/// names, or, where the student is not known yet, the teacher's names again.
/// </summary>
internal sealed class MatchLayerCompleter : IArgumentCompleter
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
        if (CompletionModel.Of("Teacher", commandAst, fakeBoundParameters) is not NetworkModel teacher)
            return [];
        string typed = wordToComplete.Trim('\'', '"');
        int sign = typed.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0)
            return Results(teacher, typed, layer => $"{layer.Name}=");
        NetworkModel student = CompletionModel.Of("Like", commandAst, fakeBoundParameters) as NetworkModel ?? teacher;
        return Results(student, typed[(sign + 1)..], layer => $"{typed[..sign]}={layer.Name}");
    }

    private static IEnumerable<CompletionResult> Results(NetworkModel model, string start, Func<NetworkLayer, string> text) =>
        [
            .. model
                .Layers.Where(layer => layer.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                .Select(layer => new CompletionResult(
                    $"'{text(layer)}'",
                    layer.Name,
                    CompletionResultType.ParameterValue,
                    $"{layer.Name}: {layer.Operator}, {layer.Output}"
                )),
        ];
}
