using System.Reflection;

namespace PSModelPruning.Compute.Runtime.Options;

/// <summary>One thing that a user may set: a property of a record of options, or of a record that it holds.</summary>
internal sealed class OptionDefinition
{
    private readonly PropertyInfo _property;
    private readonly PropertyInfo? _group;
    private readonly OptionRuleAttribute? _rule;

    internal OptionDefinition(PropertyInfo property, PropertyInfo? group)
    {
        (_property, _group) = (property, group);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Description = property.GetCustomAttribute<OptionAttribute>()!.Description;
        _rule = property.GetCustomAttribute<OptionRuleAttribute>();
    }

    /// <summary>What a user types.</summary>
    internal string Name => _property.Name;

    /// <summary>The property of the outer record whose family the option is of; null for the record's own.</summary>
    internal string? Group => _group?.Name;

    /// <summary>A line that says what it does.</summary>
    internal string Description { get; }

    /// <summary>The type of its values, never a <see cref="Nullable{T}"/>.</summary>
    internal Type Type { get; }

    /// <summary>True where null says that it was not set.</summary>
    internal bool IsNullable => !_property.PropertyType.IsValueType || Nullable.GetUnderlyingType(_property.PropertyType) is not null;

    /// <summary>True for the path of a file.</summary>
    internal bool IsPath => _property.IsDefined(typeof(OptionPathAttribute));

    /// <summary>The values that it takes; empty where they cannot be listed.</summary>
    internal IReadOnlyList<CatalogEntry> Values =>
        _rule is { } rule ? rule.Values
        : Type.IsEnum ? [.. Enum.GetNames(Type).Select(name => new CatalogEntry(name, name))]
        : Type == typeof(bool) ? [new CatalogEntry("$true", "Yes"), new CatalogEntry("$false", "No")]
        : [];

    /// <summary>The value in the right type, checked.</summary>
    /// <exception cref="ComputeException"><c>OptionInvalid</c>, <c>OptionOutOfRange</c>, <c>VariantUnknown</c>.</exception>
    internal object Read(object? value)
    {
        object read = OptionValue.Convert(this, value ?? throw OptionErrors.Empty(Name));
        if (_rule is null)
            return read;
        if (read is System.Collections.IEnumerable many and not string)
        {
            foreach (object item in many)
                _rule.Check(Name, item);
        }
        else
            _rule.Check(Name, read);
        return read;
    }

    /// <summary>What a record says of it; null where it was not set.</summary>
    internal object? Get(object options) =>
        (_group is null ? options : _group.GetValue(options)) is { } owner ? _property.GetValue(owner) : null;

    /// <summary>Sets it in a record that is being made.</summary>
    internal void Set(object options, object value) => _property.SetValue(_group is null ? options : _group.GetValue(options), value);
}
