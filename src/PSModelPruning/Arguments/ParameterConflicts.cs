using System.Management.Automation;
using System.Reflection;
using PSModelPruning.Commands;
using PSModelPruning.Compute;

namespace PSModelPruning.Arguments;

/// <summary>
/// Finds two parameters of a command line that no parameter set holds together. PowerShell itself says only that the parameter set cannot
/// be resolved, and says so before a cmdlet's own code runs; the setters of parameters run earlier.
/// </summary>
/// <param name="cmdlet">The cmdlet, whose <see cref="ParameterAttribute"/>s say what goes with what.</param>
internal sealed class ParameterConflicts(Type cmdlet)
{
    private readonly List<string> _bound = [];

    /// <summary>Takes the next parameter of the command line.</summary>
    /// <returns>The error where it does not go with an earlier one; otherwise null.</returns>
    internal ComputeException? Add(string parameter)
    {
        ComputeException? error = With(parameter);
        _bound.Add(parameter);
        return error;
    }

    /// <summary>Whether a parameter goes with those of the command line.</summary>
    /// <returns>The error where it does not; otherwise null.</returns>
    internal ComputeException? With(string parameter)
    {
        string? other = _bound.Find(bound => !GoTogether(SetsOf(bound), SetsOf(parameter)));
        return other is null ? null : CommandErrors.ParametersNotTogether(parameter, Partners(parameter), other, Partners(other));
    }

    /// <summary>The parameters that belong to some sets only, and share one with a parameter.</summary>
    private string[] Partners(string parameter) =>
        [
            .. cmdlet
                .GetProperties()
                .Where(property =>
                    property.Name != parameter
                    && SetsOf(property.Name) is { Length: > 0 } sets
                    && !sets.Contains(ParameterAttribute.AllParameterSets)
                    && !IsInEverySet(sets)
                    && GoTogether(sets, SetsOf(parameter))
                )
                .Select(property => property.Name),
        ];

    private bool IsInEverySet(string[] sets) =>
        cmdlet
            .GetProperties()
            .SelectMany(property => SetsOf(property.Name))
            .Distinct()
            .All(set => set == ParameterAttribute.AllParameterSets || sets.Contains(set));

    private string[] SetsOf(string parameter) =>
        [.. cmdlet.GetProperty(parameter)?.GetCustomAttributes<ParameterAttribute>().Select(attribute => attribute.ParameterSetName) ?? []];

    private static bool GoTogether(string[] one, string[] other) =>
        one.Contains(ParameterAttribute.AllParameterSets)
        || other.Contains(ParameterAttribute.AllParameterSets)
        || one.Intersect(other).Any();
}
