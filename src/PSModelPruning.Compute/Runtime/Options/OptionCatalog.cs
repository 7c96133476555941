using System.Reflection;

namespace PSModelPruning.Compute.Runtime.Options;

/// <summary>
/// Lists the options of a record, found by <see cref="OptionAttribute"/>: its own and those of the records that it holds. To add an option,
/// add a property to the record of its family.
/// </summary>
/// <typeparam name="TOptions">A record whose constructor takes nothing. An option that was not set is null.</typeparam>
internal static class OptionCatalog<TOptions>
    where TOptions : class, new()
{
    /// <summary>Every option; names are unique without regard to case.</summary>
    internal static IReadOnlyList<OptionDefinition> All { get; } =
    [
        .. OptionsOf(typeof(TOptions), null),
        .. typeof(TOptions)
            .GetProperties()
            .Where(property => property.IsDefined(typeof(OptionGroupAttribute)))
            .SelectMany(group => OptionsOf(group.PropertyType, group)),
    ];

    /// <summary>The option of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>OptionUnknown</c>.</exception>
    internal static OptionDefinition Get(string name) => Find(name) ?? throw OptionErrors.Unknown(name, All.Select(option => option.Name));

    /// <summary>The option of a name, without regard to case, or null.</summary>
    internal static OptionDefinition? Find(string name) =>
        All.FirstOrDefault(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names of the options of a family.</summary>
    /// <param name="group">The property that holds the record of the family.</param>
    internal static IEnumerable<string> Of(string group) => All.Where(option => option.Group == group).Select(option => option.Name);

    /// <summary>The names of the options that were set; those that always have a value are not told of.</summary>
    internal static IEnumerable<string> Set(TOptions options) =>
        All.Where(option => option.IsNullable && option.Get(options) is not null).Select(option => option.Name);

    /// <summary>Makes a record of values by name; what has none stays as the record itself has it.</summary>
    /// <exception cref="ComputeException"><c>OptionUnknown</c>, <c>OptionInvalid</c>, <c>OptionOutOfRange</c>,
    /// <c>VariantUnknown</c>.</exception>
    internal static TOptions Build(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var options = new TOptions();
        foreach ((string name, object? value) in values)
        {
            OptionDefinition option = Get(name);
            option.Set(options, option.Read(value));
        }
        return options;
    }

    private static IEnumerable<OptionDefinition> OptionsOf(Type record, PropertyInfo? group) =>
        record
            .GetProperties()
            .Where(property => property.IsDefined(typeof(OptionAttribute)))
            .Select(property => new OptionDefinition(property, group));
}
