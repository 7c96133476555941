namespace PSModelPruning.Compute.Data;

/// <summary>An option of importing that only some formats understand.</summary>
/// <param name="Name">The option's name.</param>
/// <param name="IsGiven">Whether the caller gave it.</param>
internal sealed record DataOption(string Name, Func<ImportOptions, bool> IsGiven);

/// <summary>The options that only some formats understand.</summary>
internal static class DataOptions
{
    internal static DataOption NoHeader { get; } = new("NoHeader", options => options.Table.HasHeader == false);

    internal static DataOption Header { get; } = new("Header", options => options.Table.Header is not null);

    internal static DataOption Delimiter { get; } = new("Delimiter", options => options.Table.Delimiter is not null);

    internal static DataOption Encoding { get; } = new("Encoding", options => options.Table.Encoding is not null);

    internal static DataOption Culture { get; } = new("Culture", options => options.Table.Culture is not null);

    internal static DataOption MissingMarker { get; } = new("MissingMarker", options => options.Table.MissingMarkers is not null);

    /// <summary>The options of the form of text.</summary>
    internal static IReadOnlyList<DataOption> OfText { get; } =
    [
        NoHeader,
        Header,
        Delimiter,
        Encoding,
        new("Skip", options => options.Table.SkippedLines > 0),
        new("Comment", options => options.Table.Comment is not null),
    ];

    /// <summary>The options of columns and of the values in them.</summary>
    internal static IReadOnlyList<DataOption> OfColumns { get; } =
    [
        Culture,
        MissingMarker,
        new("DateFormat", options => options.Table.DateFormats is not null),
        new("OnError", options => options.OnError is not null),
        new("MinClassRows", options => options.MinClassRows is not null),
        new("OtherClass", options => options.OtherClass is not null),
        new("GroupColumn", options => options.GroupColumn is not null),
        new("TimeColumn", options => options.TimeColumn is not null),
        new("Feature", options => options.Features.Count > 0),
        new("ExcludeFeature", options => options.ExcludedFeatures.Count > 0),
        new("ColumnType", options => options.Kinds.Count > 0),
        new("Missing", options => options.Missing is not null),
        new("Encode", options => options.Encode is not null),
        new("MaxCategories", options => options.MaxCategories is not null),
        new("HashBuckets", options => options.HashBuckets is not null),
        new("Outlier", options => options.Outlier is not null),
    ];

    /// <summary>Refuses options that would have no effect, or by which nothing can be read.</summary>
    /// <param name="options">What the caller said.</param>
    /// <param name="understood">The options that have an effect.</param>
    /// <param name="what">What is read, for the message.</param>
    /// <exception cref="ComputeException"><c>ParameterNotForFormat</c>.</exception>
    internal static void Check(ImportOptions options, IReadOnlyList<DataOption> understood, string what)
    {
        string[] useless =
        [
            .. OfText
                .Concat(OfColumns)
                .Where(option => option.IsGiven(options) && !understood.Contains(option))
                .Select(option => option.Name),
        ];
        if (useless.Length > 0)
            throw DataErrors.OptionsNotForFormat(what, useless, [.. understood.Select(option => option.Name)]);
        TableSigns.Check(options.Table);
        if (options.OtherClass is not null && options.MinClassRows is null)
            throw DataErrors.OtherClassAlone();
    }
}
