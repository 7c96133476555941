namespace PSModelPruning.Compute.Runtime;

/// <summary>Lists the variants of a family (optimizers, criteria, scorers …). Feeds validation, tab completion, help and tests.</summary>
internal interface ICatalog
{
    /// <summary>What the family is called in an error: "optimizer".</summary>
    static abstract string Family { get; }

    /// <summary>Every variant.</summary>
    static abstract IReadOnlyList<CatalogEntry> Entries { get; }
}

/// <summary>One variant of a family.</summary>
/// <param name="Name">What a user types.</param>
/// <param name="Description">A line that tells what it does, shown in tab completion and help.</param>
internal sealed record CatalogEntry(string Name, string Description);
