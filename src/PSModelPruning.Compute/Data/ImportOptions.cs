namespace PSModelPruning.Compute.Data;

/// <summary>Everything that decides how raw rows become a data set. Names of variants are those of the catalogs.</summary>
internal sealed record ImportOptions
{
    /// <summary>The data set's name; null for the file's.</summary>
    public string? Name { get; init; }

    /// <summary>A name of <see cref="FormatCatalog"/>; null to find it out from the content.</summary>
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

    public string Missing { get; init; } = "Mean";

    /// <summary>Null chooses Standard for tables, and MinMax over 0 … 255 for images.</summary>
    public string? Scale { get; init; }

    public string Encode { get; init; } = "OneHot";

    /// <summary>A column with more categories than this is hashed instead of one-hot encoded.</summary>
    public int MaxCategories { get; init; } = 100;

    /// <summary>Inputs of a hashed column.</summary>
    public int HashBuckets { get; init; } = 64;

    public string Duplicates { get; init; } = "Keep";

    public string Outlier { get; init; } = "None";

    /// <summary>The fraction of the training rows that is kept.</summary>
    public double SampleFraction { get; init; } = 1;

    public string Balance { get; init; } = "None";

    public int Seed { get; init; }

    /// <summary>The kind that a column was told to have, or null.</summary>
    internal ColumnKind? KindOf(string name) => Kinds.Count > 0 && Kinds.TryGetValue(name, out ColumnKind kind) ? kind : null;
}
