using System.Globalization;
using PSModelPruning.Compute.Importance;

namespace PSModelPruning.Compute.Tests.Importance;

/// <summary>Fisher's iris data, read without the project's own import.</summary>
internal static class Iris
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(TestRuntime.ExampleData("iris.csv")).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')),
    ];
    private static readonly string[] Names = [.. Rows.Select(r => r[4]).Distinct()];

    internal static FeatureColumn Species { get; } =
        FeatureColumn.OfCategories("species", [.. Rows.Select(r => Array.IndexOf(Names, r[4]))], 3);

    internal static FeatureColumn Column(int index) =>
        FeatureColumn.OfNumbers($"column {index}", [.. Rows.Select(r => double.Parse(r[index], CultureInfo.InvariantCulture))]);
}
