namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>
/// A column of the data that a model was trained on, as <c>preprocessing.json</c> holds it. See <see cref="DatasetColumn"/>.
/// </summary>
internal sealed record ColumnDocument
{
    public required string Name { get; init; }

    public ColumnRole Role { get; init; }

    public ColumnKind Kind { get; init; }

    public int MissingCount { get; init; }

    public string? MissingReplacement { get; init; }

    public bool KeepsMissing { get; init; }

    public ColumnEncoding Encoding { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public double? ClipLow { get; init; }

    public double? ClipHigh { get; init; }

    public double Offset { get; init; }

    public double Divisor { get; init; } = 1;

    public int FirstInput { get; init; } = -1;

    public int InputCount { get; init; }

    public string? DateFormat { get; init; }

    public bool? DecimalComma { get; init; }

    public string? Unit { get; init; }

    public string Preparation { get; init; } = "";

    /// <summary>Whether a member that a column needs is null.</summary>
    internal bool IsIncomplete => Name is null || Preparation is null || Categories is null || Categories.Any(category => category is null);

    /// <summary>Inputs that the column gives at least.</summary>
    internal int LeastInputs => Encoding == ColumnEncoding.OneHot ? Math.Max(1, Categories.Count) : 1;

    internal static ColumnDocument Of(DatasetColumn column) =>
        new()
        {
            Name = column.Name,
            Role = column.Role,
            Kind = column.Kind,
            MissingCount = column.MissingCount,
            MissingReplacement = column.MissingReplacement,
            KeepsMissing = column.KeepsMissing,
            Encoding = column.Encoding,
            Categories = column.Categories,
            ClipLow = column.ClipLow,
            ClipHigh = column.ClipHigh,
            Offset = column.Offset,
            Divisor = column.Divisor,
            FirstInput = column.FirstInput,
            InputCount = column.InputCount,
            DateFormat = column.DateFormat,
            DecimalComma = column.DecimalComma ? true : null,
            Unit = column.Unit,
            Preparation = column.Preparation,
        };

    internal DatasetColumn ToColumn() =>
        new()
        {
            Name = Name,
            Role = Role,
            Kind = Kind,
            MissingCount = MissingCount,
            MissingReplacement = MissingReplacement,
            KeepsMissing = KeepsMissing,
            Encoding = Encoding,
            Categories = Categories,
            ClipLow = ClipLow,
            ClipHigh = ClipHigh,
            Offset = Offset,
            Divisor = Divisor,
            FirstInput = FirstInput,
            InputCount = InputCount,
            DateFormat = DateFormat,
            DecimalComma = DecimalComma ?? false,
            Unit = Unit,
            Preparation = Preparation,
        };
}
