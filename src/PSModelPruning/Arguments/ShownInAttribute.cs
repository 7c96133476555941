namespace PSModelPruning.Arguments;

/// <summary>
/// The parameter sets whose syntax shows a parameter in the help. The parameter is in every set, so that any combination binds and a wrong
/// one gets an error of the cmdlet, which says what does not go together.
/// </summary>
/// <param name="sets">The names of the parameter sets.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShownInAttribute(params string[] sets) : Attribute
{
    /// <summary>The names of the parameter sets.</summary>
    public IReadOnlyList<string> Sets { get; } = sets;
}
