using System.Text;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>The form of one table, as told or as found out from its beginning.</summary>
/// <param name="Delimiter">The character between fields.</param>
/// <param name="Mode">Whether quotes have a meaning.</param>
/// <param name="HasHeader">Whether the first record holds names.</param>
/// <param name="HeaderIsShort">Whether the header lacks a name for the first column, as R writes tables with row names.</param>
/// <param name="Names">The columns' names: the header's, those that were told, or Column1, Column2 …</param>
/// <param name="Encoding">The encoding; null for UTF-8.</param>
internal sealed record TableLayout(
    char Delimiter,
    CsvMode Mode,
    bool HasHeader,
    bool HeaderIsShort,
    IReadOnlyList<string> Names,
    Encoding? Encoding
)
{
    /// <summary>The longest record that is read; a longer one is an unclosed quote or no table.</summary>
    private const int LongestRecord = 16 << 20;

    /// <summary>Whether every record ends with a delimiter, so that it has an empty field more than there are columns.</summary>
    public bool HasTrailingDelimiter { get; init; }

    /// <summary>The character that starts a comment line, or null.</summary>
    public char? Comment { get; init; }

    /// <summary>Lines of the file before the table.</summary>
    public int SkippedLines { get; init; }

    /// <summary>How many of the first bytes hold whole records.</summary>
    public int SampleBytes { get; init; }

    /// <summary>What was decided that a reader of the file might not expect, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Fields of a record.</summary>
    internal int FieldCount => Names.Count + (HasTrailingDelimiter ? 1 : 0);

    /// <summary>Whether white space around fields is taken away, also in front of quotes.</summary>
    public bool IsPadded { get; init; } = true;

    internal CsvReaderOptions ReaderOptions =>
        new()
        {
            Separator = Delimiter,
            Mode = Mode,
            HasHeader = false,
            SkipEmptyLines = true,
            TrimWhitespace = IsPadded,
            DetectSeparatorHint = false,
            CommentPrefix = Comment,
            MaxRecordSize = LongestRecord,
            BufferSize = 256 << 10,
        };

    /// <summary>Column1, Column2 …</summary>
    internal static string[] GeneratedNames(int count) => [.. Enumerable.Range(1, count).Select(i => $"Column{i}")];

    /// <summary>The form in a sentence.</summary>
    internal string Describe(string path)
    {
        string delimiter = Delimiter switch
        {
            ',' => "commas",
            '\t' => "tabs",
            ';' => "semicolons",
            '|' => "bars",
            _ => $"'{Delimiter}'",
        };
        return $"{Path.GetFileName(path)}: {Names.Count} columns separated by {delimiter}, {(HasHeader ? "with" : "without")} header, "
            + $"{(Mode == CsvMode.NoEscape ? "quotes are text, " : "")}{Encoding?.WebName ?? "utf-8"}.";
    }
}
