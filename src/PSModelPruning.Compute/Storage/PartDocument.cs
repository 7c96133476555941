namespace PSModelPruning.Compute.Storage;

/// <summary>
/// A JSON part of a model file. Documents are apart from the records of the domain: each maps to and from them member by member, so that a
/// new property of a record does not change the file.
/// </summary>
internal abstract record PartDocument
{
    /// <summary>Numbers of a column are written with a decimal comma or a unit.</summary>
    private protected const string NumberForms = "numberForms";

    /// <summary>What the model predicts is counted from the offset of the target column.</summary>
    private protected const string OffsetTarget = "targetOffset";

    /// <summary>The names that this release knows.</summary>
    private static readonly string[] Known = [NumberForms, OffsetTarget];

    /// <summary>
    /// What a reader must know so as to use the part, beyond what its format version says. It is left out where nothing is. A reader that
    /// does not know a name refuses the file instead of ignoring what it needs.
    /// </summary>
    public IReadOnlyList<string>? Requires { get; init; }

    /// <summary>The names that this release does not know.</summary>
    internal IReadOnlyList<string> Unknown() => [.. (Requires ?? []).Where(name => !Known.Contains(name, StringComparer.Ordinal))];
}
