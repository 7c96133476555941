namespace PSModelPruning.Compute;

/// <summary>What kind of values a column holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Names from a finite set.</summary>
    Category,

    /// <summary>Two-valued: true/false, yes/no, 0/1.</summary>
    Boolean,

    /// <summary>Dates or times, turned into numbers.</summary>
    DateTime,
}

/// <summary>What a column is used for.</summary>
public enum ColumnRole
{
    /// <summary>An input of the model.</summary>
    Feature,

    /// <summary>What the model predicts.</summary>
    Target,

    /// <summary>Not used.</summary>
    Excluded,
}

/// <summary>How a column's values become inputs of a model.</summary>
public enum ColumnEncoding
{
    /// <summary>One input: the number itself.</summary>
    None,

    /// <summary>One input a category.</summary>
    OneHot,

    /// <summary>One input: the category's position.</summary>
    Ordinal,

    /// <summary>A fixed number of inputs; a category's hash chooses which one is set.</summary>
    Hash,
}

/// <summary>
/// One column of a data set: what was inferred about it and what is done to it. All statistics come from the training partition.
/// The same object prepares raw rows at prediction time, so it holds everything that this takes.
/// </summary>
public sealed record DatasetColumn
{
    private readonly string[] _categories = [];

    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is used for.</summary>
    public ColumnRole Role { get; init; }

    /// <summary>What kind of values it holds.</summary>
    public ColumnKind Kind { get; init; }

    /// <summary>Missing values that were found on import.</summary>
    public int MissingCount { get; init; }

    /// <summary>What replaces a missing value: the number (before scaling) or the category.</summary>
    public string? MissingReplacement { get; init; }

    /// <summary>Whether a missing value stays missing, as trees take it: NaN, or none of the one-hot inputs.</summary>
    public bool KeepsMissing { get; init; }

    /// <summary>How the values become inputs.</summary>
    public ColumnEncoding Encoding { get; init; }

    /// <summary>The known categories in the order of their inputs; empty for numbers.</summary>
    public IReadOnlyList<string> Categories
    {
        get => _categories;
        init => _categories = value.ToArray();
    }

    /// <summary>Values outside are clipped to this bound first; null where nothing is clipped.</summary>
    public double? ClipLow { get; init; }

    /// <summary>Values outside are clipped to this bound first; null where nothing is clipped.</summary>
    public double? ClipHigh { get; init; }

    /// <summary>Subtracted from the number; 0 where nothing is scaled.</summary>
    public double Offset { get; init; }

    /// <summary>The number is divided by this after the subtraction; 1 where nothing is scaled.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>The index of the first input that the column gives; -1 for a column that gives none.</summary>
    public int FirstInput { get; init; } = -1;

    /// <summary>How many inputs the column gives.</summary>
    public int InputCount { get; init; }

    /// <summary>Whether its numbers are written with a decimal comma, which was found out rather than told by a culture.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>
    /// The currency or percent sign that stands beside its numbers; "" where groups of digits are divided by blanks; null for numbers as
    /// programs write them.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>The .NET format of dates and times, several divided by bars, or null where the culture's own forms are read.</summary>
    public string? DateFormat { get; init; }

    /// <summary>What was inferred and done, in words.</summary>
    public string Preparation { get; init; } = "";
}
