namespace PSModelPruning.Compute.Runtime;

/// <summary>A reference to an option in a message, by its plain name such as <c>MaxAccuracyDrop</c>.</summary>
/// <remarks>
/// A by-reference struct cannot be formatted into a <see cref="string"/>. The compiler therefore refuses a message that would lose track of
/// its options before the caller's layer has named them.
/// </remarks>
/// <param name="name">The plain name, as the property of the options record spells it.</param>
internal readonly ref struct OptionName(string name)
{
    /// <summary>The plain name.</summary>
    internal string Name { get; } = name;

    /// <summary>The option together with a value for it, such as <c>Missing</c> with the value <c>Drop</c>.</summary>
    internal OptionSetting Is(object value) => new(Name, ComputeMessage.Format(value, null));

    /// <summary>The option together with a formatted value for it.</summary>
    internal OptionSetting Is(object value, string format) => new(Name, ComputeMessage.Format(value, format));
}

/// <summary>A reference to an option and a value for it in a message.</summary>
/// <param name="name">The option's plain name.</param>
/// <param name="value">The value, formatted with the invariant culture.</param>
internal readonly ref struct OptionSetting(string name, string value)
{
    /// <summary>The option's plain name.</summary>
    internal string Name { get; } = name;

    /// <summary>The value.</summary>
    internal string Value { get; } = value;
}

/// <summary>A reference to one of the operations of the module in a message, such as <c>MeasurePruningPath</c>.</summary>
/// <param name="name">The plain name.</param>
internal readonly ref struct OperationName(string name)
{
    /// <summary>The plain name.</summary>
    internal string Name { get; } = name;
}
