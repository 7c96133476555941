using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>A table on which models are compared.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">The file, from the project's folder.</param>
/// <param name="Target">The target column.</param>
/// <param name="Repeats">How many random partitions are tried: small tables need many, as one row of the test partition is a great part of
/// it.</param>
internal sealed record AccuracyData(string Name, string Path, string Target, int Repeats)
{
    private const string Examples = "examples/data/";
    private const string Larger = "../shared/data/tabular/";

    /// <summary>Columns that are not features.</summary>
    internal string[] Excluded { get; init; } = [];

    /// <summary>A file of test rows; "" takes a quarter of the rows.</summary>
    internal string TestPath { get; init; } = "";

    /// <summary>
    /// Whether the target's names, other than normal, are joined to attack: some kinds of attack have one row, or none to learn from.
    /// </summary>
    internal bool IsAttack { get; init; }

    internal static IReadOnlyList<AccuracyData> All { get; } =
    [
        new("digits", Examples + "digits.csv", "digit", 10),
        new("breast cancer", Examples + "breast-cancer.csv", "diagnosis", 20),
        new("wine", Examples + "wine.csv", "cultivar", 40),
        new("Adult", Larger + "adult-train.csv", "-1", 2) { TestPath = Larger + "adult-test.csv" },
        new("NSL-KDD, a quarter held back", Larger + "nsl-kdd/KDDTrain+_20Percent.txt", "42", 3)
        {
            Excluded = ["Column43"],
            IsAttack = true,
        },
        new("NSL-KDD, its test rows", Larger + "nsl-kdd/KDDTrain+_20Percent.txt", "42", 5)
        {
            Excluded = ["Column43"],
            IsAttack = true,
            TestPath = Larger + "nsl-kdd/KDDTest+.txt",
        },
        new("California housing", Larger + "california-housing.csv", "median_house_value", 3),
    ];

    /// <summary>Whether the file is on this machine: the larger ones are not part of the project.</summary>
    internal bool Exists(string root) => File.Exists(System.IO.Path.Combine(root, Path));

    /// <summary>
    /// Prepares the table as Import-Dataset does by default, but without validation rows, so that all models learn from the same rows.
    /// </summary>
    internal Dataset Import(string root, int seed)
    {
        var copies = new List<string>();
        string Prepared(string path)
        {
            path = System.IO.Path.Combine(root, path);
            if (!IsAttack)
                return path;
            copies.Add(System.IO.Path.GetTempFileName());
            File.WriteAllLines(copies[^1], File.ReadLines(path).Select(JoinAttacks));
            return copies[^1];
        }
        try
        {
            return DatasetImporter.Import(
                [Prepared(Path)],
                TestPath.Length > 0 ? [Prepared(TestPath)] : [],
                new ImportOptions
                {
                    Target = Target,
                    ExcludedFeatures = Excluded,
                    TestFraction = TestPath.Length > 0 ? null : 0.25,
                    ValidationFraction = 0,
                    Seed = seed,
                },
                SilentMonitor.Instance
            );
        }
        finally
        {
            copies.ForEach(File.Delete);
        }
    }

    private static string JoinAttacks(string line)
    {
        const int label = 41;
        string[] fields = line.Split(',');
        fields[label] = fields[label] == "normal" ? "normal" : "attack";
        return string.Join(',', fields);
    }
}
