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

    internal static PreprocessingDocument Of(Preprocessing preprocessing) =>
        new()
        {
            Features = [.. preprocessing.Features.Select(ColumnDocument.Of)],
            Target = preprocessing.Target is { } target ? ColumnDocument.Of(target) : null,
            InputShape = preprocessing.InputShape,
            Culture = preprocessing.Culture,
            MissingMarkers = preprocessing.MissingMarkers,
        };

    internal Preprocessing ToPreprocessing() =>
        new()
        {
            Features = [.. Features.Select(feature => feature.ToColumn())],
            Target = Target?.ToColumn(),
            InputShape = InputShape,
            Culture = Culture,
            MissingMarkers = MissingMarkers,
        };
}
