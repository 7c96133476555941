using System.Text.Json.Serialization;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>How raw rows become inputs, as <c>preprocessing.json</c> holds it. See <see cref="Preprocessing"/>.</summary>
internal sealed record PreprocessingDocument : PartDocument
{
    internal const string PartName = "preprocessing.json";

    public required IReadOnlyList<ColumnDocument> Features { get; init; }

    public ColumnDocument? Target { get; init; }

    public required IReadOnlyList<int> InputShape { get; init; }

    public string Culture { get; init; } = "";

    public IReadOnlyList<string> MissingMarkers { get; init; } = ["", "NA", "NaN", "null", "?"];

    /// <summary>Null for the usual ones.</summary>
    public IReadOnlyList<string>? NumberMarkers { get; init; }

    public bool? TakesUnreadableAsMissing { get; init; }

    /// <summary>Whether there are members that version 1.0 of the format does not have.</summary>
    [JsonIgnore]
    internal bool HasAdditions =>
        NumberMarkers is not null || TakesUnreadableAsMissing is not null || PlaceCount is not null || Requires is not null;

    /// <summary>See <see cref="Preprocessing.PlaceCount"/>; left out for columns with names of their own.</summary>
    public int? PlaceCount { get; init; }

    internal static PreprocessingDocument Of(Preprocessing preprocessing) =>
        new()
        {
            Features = [.. preprocessing.Features.Select(ColumnDocument.Of)],
            Target = preprocessing.Target is { } target ? ColumnDocument.Of(target) : null,
            InputShape = preprocessing.InputShape,
            Culture = preprocessing.Culture,
            MissingMarkers = preprocessing.MissingMarkers,
            NumberMarkers = preprocessing.NumberMarkers.SequenceEqual(TableOptions.UsualNumberMarkers) ? null : preprocessing.NumberMarkers,
            TakesUnreadableAsMissing = preprocessing.TakesUnreadableAsMissing ? true : null,
            Requires = Required(preprocessing),
            PlaceCount = preprocessing.PlaceCount > 0 ? preprocessing.PlaceCount : null,
        };

    /// <summary>What a reader must know, so that it does not read numbers or dates in another way.</summary>
    private static string[]? Required(Preprocessing preprocessing)
    {
        IEnumerable<DatasetColumn> columns = preprocessing.Target is { } target
            ? preprocessing.Features.Append(target)
            : preprocessing.Features;
        var required = new List<string>();
        if (columns.Any(column => column.DecimalComma || column.Unit is not null))
            required.Add(NumberForms);
        if (preprocessing.Target is { Offset: not 0 })
            required.Add(OffsetTarget);
        return required.Count == 0 ? null : [.. required];
    }

    internal Preprocessing ToPreprocessing() =>
        new()
        {
            Features = [.. Features.Select(feature => feature.ToColumn())],
            Target = Target?.ToColumn(),
            InputShape = InputShape,
            Culture = Culture,
            MissingMarkers = MissingMarkers,
            NumberMarkers = NumberMarkers ?? TableOptions.UsualNumberMarkers,
            TakesUnreadableAsMissing = TakesUnreadableAsMissing ?? false,
            PlaceCount = PlaceCount ?? 0,
        };
}
