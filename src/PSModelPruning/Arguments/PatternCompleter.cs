using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSModelPruning.Arguments;

/// <summary>Offers the usual patterns of N of M weights; any other may be typed.</summary>
internal sealed class PatternCompleter : IArgumentCompleter
{
    private static readonly (string Pattern, string Meaning)[] Usual =
    [
        ("2:4", "Two of every four weights stay: what sparse hardware multiplies fast"),
        ("1:4", "One of every four weights stays"),
        ("4:8", "Four of every eight weights stay"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        Usual
            .Where(entry => entry.Pattern.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.Ordinal))
            .Select(entry => new CompletionResult(entry.Pattern, entry.Pattern, CompletionResultType.ParameterValue, entry.Meaning));
}
