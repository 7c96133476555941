using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>A table on which models are compared.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">The file, from the project's folder.</param>
/// <param name="Target">The target column.</param>
/// <param name="Repeats">How many random partitions are tried: small tables need many, as one row of the test partition is a great part of it.</param>
internal sealed record AccuracyData(string Name, string Path, string Target, int Repeats)
{
    private const string Examples = "examples/data/";
    private const string Larger = "../shared/data/tabular/";

    /// <summary>Columns that are not features.</summary>
    internal string[] Excluded { get; init; } = [];

    /// <summary>A file of test rows; "" takes a quarter of the rows.</summary>
    internal string TestPath { get; init; } = "";

    internal static IReadOnlyList<AccuracyData> All { get; } =
    [
        new("digits", Examples + "digits.csv", "digit", 10),
        new("breast cancer", Examples + "breast-cancer.csv", "diagnosis", 20),
        new("wine", Examples + "wine.csv", "cultivar", 40),
        new("Adult", Larger + "adult-train.csv", "-1", 3) { TestPath = Larger + "adult-test.csv" },
        new("NSL-KDD, kinds of attack", Larger + "nsl-kdd/KDDTrain+_20Percent.txt", "42", 3) { Excluded = ["Column43"] },
        new("California housing", Larger + "california-housing.csv", "median_house_value", 3),
    ];

    /// <summary>Whether the file is on this machine: the larger ones are not part of the project.</summary>
    internal bool Exists(string root) => File.Exists(System.IO.Path.Combine(root, Path));

    /// <summary>Prepares the table as Import-Dataset does by default, but without validation rows, so that all models learn from the same rows.</summary>
    internal Dataset Import(string root, int seed) => DatasetImporter.Import([System.IO.Path.Combine(root, Path)],
        TestPath.Length > 0 ? [System.IO.Path.Combine(root, TestPath)] : [],
        new ImportOptions
        {
            Target = Target,
            ExcludedFeatures = Excluded,
            TestFraction = TestPath.Length > 0 ? null : 0.25,
            ValidationFraction = 0,
            Seed = seed,
        }, SilentMonitor.Instance);
}
