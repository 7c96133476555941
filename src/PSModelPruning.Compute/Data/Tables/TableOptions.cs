using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>What a caller says about the form of a table; what is null is found out from the content.</summary>
internal sealed record TableOptions
{
    /// <summary>The character between fields.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first record holds the names.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Names that are used instead of the file's own.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>The encoding; null: that of the byte order mark, else UTF-8, else Latin-1 where the bytes are not UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Lines at the beginning of a file that are passed over.</summary>
    public int SkippedLines { get; init; }

    /// <summary>The character that starts a comment line; null for none but those before the table.</summary>
    public char? Comment { get; init; }

    /// <summary>The texts that stand for a missing value where no others are told.</summary>
    internal static IReadOnlyList<string> UsualMissingMarkers { get; } = ["", "NA", "NaN", "null", "?"];

    /// <summary>The texts that stand for a missing value in columns of numbers and dates, besides the usual ones.</summary>
    internal static IReadOnlyList<string> UsualNumberMarkers { get; } =
    ["N/A", "#N/A", "#NA", "<NA>", "n.a.", "None", "nil", "-", "--", "–", "—", ".", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!"];

    /// <summary>The name of the culture of numbers and dates; null for the invariant culture.</summary>
    public string? Culture { get; init; }

    /// <summary>Texts that stand for a missing value, whatever their case; null for the usual ones.</summary>
    public IReadOnlyList<string>? MissingMarkers { get; init; }

    /// <summary>Texts that stand for a missing value in columns of numbers and dates; null for the usual ones.</summary>
    public IReadOnlyList<string>? NumberMarkers { get; init; }

    /// <summary>The .NET formats of dates; null to find them out.</summary>
    public IReadOnlyList<string>? DateFormats { get; init; }

    /// <summary>Names that a first record is a header if it holds one of them: those that a model expects.</summary>
    public IReadOnlyList<string> ExpectedNames { get; init; } = [];

    /// <summary>How many bytes the form of a table is found out from. Tests take few.</summary>
    internal int SampleBytes { get; init; } = 256 << 10;

    internal CultureInfo CultureInfo => CultureInfo.GetCultureInfo(Culture ?? "");

    /// <summary>The markers of all columns.</summary>
    internal IReadOnlyList<string> AllMissingMarkers => MissingMarkers ?? UsualMissingMarkers;

    /// <summary>The markers of columns of numbers and dates, besides those of all columns.</summary>
    internal IReadOnlyList<string> AllNumberMarkers => NumberMarkers ?? (MissingMarkers is null ? UsualNumberMarkers : []);
}
