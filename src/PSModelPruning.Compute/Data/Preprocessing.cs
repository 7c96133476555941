namespace PSModelPruning.Compute.Data;

/// <summary>
/// How raw rows become the inputs of a model, fitted on a training partition. A model carries it, so that it predicts from raw rows.
/// </summary>
internal sealed record Preprocessing
{
    /// <summary>
    /// Feature columns, in the order of their inputs, each with its fitted statistics. Excluded columns are not among them.
    /// </summary>
    public required IReadOnlyList<DatasetColumn> Features { get; init; }

    /// <summary>The target column; null for data without one.</summary>
    public DatasetColumn? Target { get; init; }

    /// <summary>The shape of one row's inputs: <c>[inputs]</c> for tables, <c>[channels, height, width]</c> for images.</summary>
    public required IReadOnlyList<int> InputShape { get; init; }

    /// <summary>The name of the culture that numbers and dates are read in; "" is the invariant culture.</summary>
    public string Culture { get; init; } = "";

    /// <summary>The markers that stand for a missing value in columns of numbers and dates, besides those of all columns.</summary>
    public IReadOnlyList<string> NumberMarkers { get; init; } = TableOptions.UsualNumberMarkers;

    /// <summary>Whether a text in a column of numbers or dates is taken as a missing value.</summary>
    public bool TakesUnreadableAsMissing { get; init; }

    /// <summary>The markers that stand for a missing value in any column.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = ["", "NA", "NaN", "null", "?"];

    /// <summary>
    /// The number of columns of a model whose file names none, so that they may be matched by place; 0 where columns have names of their
    /// own. See <see cref="ColumnPlaces"/>.
    /// </summary>
    public int PlaceCount { get; init; }

    /// <summary>Inputs of a row.</summary>
    public int Width => InputShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The preprocessing of a model from which features were removed: the kept columns, with new input positions.</summary>
    /// <param name="kept">Indices into <see cref="Features"/>, ascending.</param>
    internal Preprocessing KeepFeatures(IReadOnlyList<int> kept)
    {
        var features = new List<DatasetColumn>(kept.Count);
        int next = 0;
        foreach (int index in kept)
        {
            features.Add(Features[index] with { FirstInput = next });
            next += Features[index].InputCount;
        }
        return this with { Features = features, InputShape = [next] };
    }

    /// <summary>
    /// The names that the features have among columns that are matched by place, in the order of the features; null where columns are
    /// matched by name: the model has names of its own, a feature's name is there, or the number of columns is another.
    /// </summary>
    /// <param name="names">The names of all columns that may be features, in their order.</param>
    internal string[]? NamesByPlace(IReadOnlyList<string> names)
    {
        if (PlaceCount == 0 || names.Count != PlaceCount)
            return null;
        var known = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        return Features.Any(feature => known.Contains(feature.Name))
            ? null
            : [.. Features.Select(feature => names[ColumnPlaces.PlaceOf(feature.Name)])];
    }

    /// <summary>The input indices that the kept features had before, in their new order.</summary>
    internal int[] KeptInputs(IReadOnlyList<int> kept) =>
        [.. kept.SelectMany(i => Enumerable.Range(Features[i].FirstInput, Features[i].InputCount))];
}
