namespace PSModelPruning.Compute.Storage;

/// <summary>What a user may say of a model file that the file does not.</summary>
internal sealed record ModelReadOptions
{
    /// <summary>Nothing is said.</summary>
    internal static readonly ModelReadOptions None = new();

    /// <summary>The names of the classes in the order of the file's; null takes those of the file.</summary>
    public IReadOnlyList<string>? Classes { get; init; }
}
