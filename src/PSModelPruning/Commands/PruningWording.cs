using System.Reflection;
using PSModelPruning.Arguments;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Commands;

/// <summary>The words of a cmdlet that prunes: options are its parameters, or entries of -Option.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class PruningWording(Type cmdlet) : MessageWording
{
    /// <inheritdoc/>
    internal override string Option(string name) =>
        Parameter(name) is { } parameter ? $"-{parameter}"
        : OptionCatalog<PruningOptions>.Find(name) is null ? CommandWording.Instance.Option(name)
        : $"-Option {name}";

    /// <inheritdoc/>
    internal override string Setting(string name, string value) =>
        Parameter(name) is { } parameter ? CommandWording.Instance.Setting(parameter, value)
        : OptionCatalog<PruningOptions>.Find(name) is null ? CommandWording.Instance.Setting(name, value)
        : $"-Option {name}={value}";

    /// <inheritdoc/>
    internal override string Operation(string name) => CommandWording.Instance.Operation(name);

    private string? Parameter(string option) =>
        cmdlet.GetProperties().FirstOrDefault(property => property.GetCustomAttribute<OptionValueAttribute>()?.Option == option)?.Name
        ?? (cmdlet.GetProperty(option) is null ? null : option);
}
