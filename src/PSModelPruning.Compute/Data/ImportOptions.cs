namespace PSModelPruning.Compute.Data;

/// <summary>Everything that decides how raw rows become a data set. Names of variants are those of the catalogs.</summary>
internal sealed record ImportOptions
{
    internal const int DefaultMaxCategories = 100;

    internal const int DefaultHashBuckets = 64;

    /// <summary>The data set's name; null for the file's.</summary>
    public string? Name { get; init; }

    /// <summary>A name of <see cref="DataFormatCatalog"/>; null to find it out from the content.</summary>
    public string? Format { get; init; }

    public TableOptions Table { get; init; } = new();

    /// <summary>The target column: its name, or its place from 1, or -1 for the last. Needed for tables.</summary>
    public string? Target { get; init; }

    /// <summary>Wildcard patterns of the columns that become features; empty for all.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Wildcard patterns of columns that are left out.</summary>
    public IReadOnlyList<string> ExcludedFeatures { get; init; } = [];

    /// <summary>Kinds that were told, by column name.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>();

    /// <summary>What is learned; null to infer it from the target.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>The fraction of all rows for the test partition; null for 0.2, or 0 where test files are given.</summary>
    public double? TestFraction { get; init; }

    /// <summary>The fraction of all rows (without those of test files) for the validation partition; null for 0.1.</summary>
    public double? ValidationFraction { get; init; }

    /// <summary>The column whose equal values keep rows in one partition: its name or place; null for none.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>The column by which the latest rows are tested: its name or place; null for none.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>What is done about missing values; null for Mean.</summary>
    public string? Missing { get; init; }

    /// <summary>Classes with fewer training rows are left out, or joined in <see cref="OtherClass"/>; null for none.</summary>
    public int? MinClassRows { get; init; }

    /// <summary>The class that takes the rows of classes with too few; null to leave them out.</summary>
    public string? OtherClass { get; init; }

    /// <summary>What is done about single texts in a column of numbers or dates; null for Error.</summary>
    public string? OnError { get; init; }

    /// <summary>Null chooses Standard for tables, and MinMax over 0 … 255 for images.</summary>
    public string? Scale { get; init; }

    /// <summary>How categories become inputs; null for OneHot.</summary>
    public string? Encode { get; init; }

    /// <summary>A column with more categories than this is hashed instead of one-hot encoded; null for 100.</summary>
    public int? MaxCategories { get; init; }

    /// <summary>Inputs of a hashed column; null for 64.</summary>
    public int? HashBuckets { get; init; }

    public string Duplicates { get; init; } = "Keep";

    /// <summary>What is done about outliers; null for nothing.</summary>
    public string? Outlier { get; init; }

    /// <summary>The fraction of the training rows that is kept.</summary>
    public double SampleFraction { get; init; } = 1;

    public string Balance { get; init; } = "None";

    public int Seed { get; init; }

    /// <summary>Numbers of an array of prepared inputs at most; null for as many as an array holds. Tests take few.</summary>
    internal int? ChunkNumbers { get; init; }

    /// <summary>Whether single texts in a column of numbers or dates are taken as missing values.</summary>
    internal bool TakesUnreadableAsMissing => UnreadableCatalog.Missing.Equals(OnError, StringComparison.OrdinalIgnoreCase);

    /// <summary>The kind that a column was told to have, or null.</summary>
    internal ColumnKind? KindOf(string name) => Kinds.Count > 0 && Kinds.TryGetValue(name, out ColumnKind kind) ? kind : null;
}
