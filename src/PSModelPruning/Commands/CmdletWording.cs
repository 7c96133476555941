using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using PSModelPruning.Arguments;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Commands;

/// <summary>
/// The words of one cmdlet: an option is its parameter, or an entry of its -Option, or a parameter of the cmdlet that the message or the
/// text names. No message refers a user to a parameter that is not there.
/// </summary>
internal sealed class CmdletWording : MessageWording
{
    /// <summary>
    /// The cmdlets in the order in which work usually goes through them: a parameter that several have is said to be of the first.
    /// </summary>
    private static readonly Type[] All =
    [
        typeof(ImportDatasetCommand),
        typeof(InvokeModelTrainingCommand),
        typeof(InvokeModelPruneCommand),
        typeof(ConvertToQuantizedModelCommand),
        typeof(SelectModelFeatureCommand),
        .. typeof(CmdletWording).Assembly.GetTypes().Where(type => type.IsDefined(typeof(CmdletAttribute))).OrderBy(NameOf),
    ];

    private readonly Type[] _near;

    /// <param name="cmdlet">The cmdlet.</param>
    internal CmdletWording(Type cmdlet)
        : this([cmdlet]) { }

    private CmdletWording(Type[] near) => _near = near;

    /// <inheritdoc/>
    internal override MessageWording About(IEnumerable<string> operations)
    {
        string[] named = [.. operations.Select(Operation)];
        return new CmdletWording([_near[0], .. All.Where(cmdlet => named.Contains(NameOf(cmdlet))).Distinct()]);
    }

    /// <inheritdoc/>
    internal override string Option(string name) => Text(name, parameter => $"-{parameter}", option => $"-Option @{{ {option} = … }}");

    /// <inheritdoc/>
    internal override string Setting(string name, string value) =>
        Text(name, parameter => CommandWording.Instance.Setting(parameter, value), option => $"-Option @{{ {option} = {Literal(value)} }}");

    /// <inheritdoc/>
    internal override string Operation(string name) => CommandWording.Instance.Operation(name);

    /// <summary>What people type for a cmdlet.</summary>
    internal static string NameOf(Type cmdlet) =>
        cmdlet.GetCustomAttribute<AliasAttribute>() is { } alias ? alias.AliasNames[0]
        : cmdlet.GetCustomAttribute<CmdletAttribute>() is { } attribute ? $"{attribute.VerbName}-{attribute.NounName}"
        : cmdlet.Name;

    private string Text(string name, Func<string, string> asParameter, Func<string, string> asOption)
    {
        foreach (Type cmdlet in _near)
        {
            if (Parameter(cmdlet, name) is { } parameter)
                return asParameter(parameter);
            if (Entry(cmdlet, name) is { } option)
                return asOption(option);
        }
        foreach (Type cmdlet in All)
        {
            if (Parameter(cmdlet, name) is { } parameter)
                return $"{asParameter(parameter)} of {NameOf(cmdlet)}";
            if (Entry(cmdlet, name) is { } option)
                return $"{asOption(option)} of {NameOf(cmdlet)}";
        }
        return asParameter(name);
    }

    private static string? Parameter(Type cmdlet, string option) =>
        cmdlet.GetProperties().FirstOrDefault(property => property.GetCustomAttribute<OptionValueAttribute>()?.Option == option)?.Name
        ?? (cmdlet.GetProperty(option)?.IsDefined(typeof(ParameterAttribute)) == true || IsOfEngine(cmdlet, option) ? option : null);

    private static string? Entry(Type cmdlet, string option) =>
        cmdlet.GetProperty(nameof(PruningCmdlet.Option)) is null ? null : OptionCatalog<PruningOptions>.Find(option)?.Name;

    /// <summary>Whether PowerShell itself adds the parameter.</summary>
    private static bool IsOfEngine(Type cmdlet, string parameter) =>
        Cmdlet.OptionalCommonParameters.Contains(parameter) && cmdlet.GetCustomAttribute<CmdletAttribute>()?.SupportsShouldProcess == true;

    /// <summary>The value as a hashtable takes it.</summary>
    private static string Literal(string value) =>
        bool.TryParse(value, out bool isSet) ? (isSet ? "$true" : "$false")
        : Array.TrueForAll(value.Split(','), part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) ? value
        : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
