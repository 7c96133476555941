using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// One format that data is read from: what it recognizes, how its rows are imported and predicted, and which options it understands.
/// Listed in <see cref="DataFormatCatalog"/>.
/// </summary>
internal interface IDataFormat
{
    /// <summary>What a user types.</summary>
    string Name { get; }

    /// <summary>What it is, in a line.</summary>
    string Description { get; }

    /// <summary>The options that have an effect on it. Any other that is given is refused.</summary>
    IReadOnlyList<DataOption> Options { get; }

    /// <summary>Whether rows have named columns that the caller chooses from. Otherwise they are images.</summary>
    bool IsTable { get; }

    /// <summary>
    /// Whether a file is of this format, from its first bytes and, where these do not decide, its name. False for a format that is never
    /// detected.
    /// </summary>
    /// <exception cref="ComputeException"><c>DataFileUnreadable</c>.</exception>
    bool Recognizes(DataItem item);

    /// <summary>The files of a folder or an archive that are of this format.</summary>
    /// <exception cref="ComputeException">A file is named like one of this format and holds something else: passing over it would lose
    /// rows in silence.</exception>
    IReadOnlyList<DataItem> Select(DataSource source);

    /// <summary>Makes a data set.</summary>
    /// <param name="input">What to read.</param>
    /// <param name="options">How; only options of <see cref="Options"/> are given.</param>
    /// <param name="monitor">Told what is done.</param>
    Dataset Import(DataInput input, ImportOptions options, IWorkMonitor monitor);

    /// <summary>Opens the rows for prediction, a reader for each file, when they are enumerated.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">The form of tables.</param>
    IEnumerable<RowReader> OpenRows(DataSource source, TableOptions options);

    /// <summary>The names of the columns that a caller chooses from; none for images.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">The form of tables.</param>
    IReadOnlyList<string> ColumnNames(DataSource source, TableOptions options);
}
