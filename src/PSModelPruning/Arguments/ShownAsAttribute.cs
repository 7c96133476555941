namespace PSModelPruning.Arguments;

/// <summary>
/// The type that the help shows for a parameter. The parameter itself takes any object, so that the cmdlet can read the path of a file in
/// the place of what is in it, and can say what is wrong with anything else.
/// </summary>
/// <param name="type">The type.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShownAsAttribute(Type type) : Attribute
{
    /// <summary>The type.</summary>
    public Type Type { get; } = type;
}
