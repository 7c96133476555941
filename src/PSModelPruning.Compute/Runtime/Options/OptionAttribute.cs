namespace PSModelPruning.Compute.Runtime.Options;

/// <summary>Marks a property of a record of options as one that a user may set. Its name is the name that the user types.</summary>
/// <param name="description">A line that says what it does, shown in tab completion.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionAttribute(string description) : Attribute
{
    /// <summary>A line that says what it does.</summary>
    internal string Description => description;
}

/// <summary>Marks a property of a record of options as a record of further options, those of one family of choices.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionGroupAttribute : Attribute;

/// <summary>Marks an option as the path of a file.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionPathAttribute : Attribute;
