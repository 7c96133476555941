namespace PSModelPruning.Compute.Data;

/// <summary>What a data set is made of.</summary>
/// <param name="Sources">Files, folders or archives of one format.</param>
/// <param name="TestSources">Those whose rows make up the test partition; may be empty.</param>
internal sealed record DataInput(IReadOnlyList<DataSource> Sources, IReadOnlyList<DataSource> TestSources)
{
    /// <summary>The data set's name where the caller gives none.</summary>
    internal string Name => DataFile.BareName(Sources[0].Path);

    /// <summary>Where the rows come from, for <see cref="Dataset.Source"/>.</summary>
    internal string Path => Sources[0].Path;
}
