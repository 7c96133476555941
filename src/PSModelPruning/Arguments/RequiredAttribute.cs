namespace PSModelPruning.Arguments;

/// <summary>
/// A parameter that the cmdlet needs. The engine does not ask for it, because its prompt cannot take an object and stops a script; the
/// cmdlet says what is missing and what would do. The help shows the parameter as required.
/// </summary>
/// <param name="sets">The parameter sets that need it; all if none is named.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredAttribute(params string[] sets) : Attribute
{
    /// <summary>The parameter sets that need it; all if none is named.</summary>
    public IReadOnlyList<string> Sets { get; } = sets;
}
