namespace PSModelPruning.Compute.Storage;

/// <summary>
/// A JSON part of a model file. Documents are apart from the records of the domain: each maps to and from them member by member, so that a
/// new property of a record does not change the file.
/// </summary>
internal abstract record PartDocument
{
    /// <summary>
    /// What a reader must know so as to use the part, beyond what its format version says. It is left out where nothing is. No release
    /// writes any so far: a reader that does not know a name refuses the file instead of ignoring what it needs.
    /// </summary>
    public IReadOnlyList<string>? Requires { get; init; }
}
