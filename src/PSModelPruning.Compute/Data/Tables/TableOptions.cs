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

    /// <summary>The texts that stand for a missing value where no others are told.</summary>
    internal static IReadOnlyList<string> UsualMissingMarkers { get; } = ["", "NA", "NaN", "null", "?"];

    /// <summary>The name of the culture of numbers and dates; null for the invariant culture.</summary>
    public string? Culture { get; init; }

    /// <summary>Texts that stand for a missing value, whatever their case; null for <see cref="UsualMissingMarkers"/>.</summary>
    public IReadOnlyList<string>? MissingMarkers { get; init; }

    /// <summary>Names that a first record is a header if it holds one of them: those that a model expects.</summary>
    public IReadOnlyList<string> ExpectedNames { get; init; } = [];

    internal CultureInfo CultureInfo => CultureInfo.GetCultureInfo(Culture ?? "");

    internal IReadOnlyList<string> AllMissingMarkers => MissingMarkers ?? UsualMissingMarkers;
}
