using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The formats that data sets are read from.</summary>
internal sealed class FormatCatalog : ICatalog
{
    internal const string Csv = "Csv";
    internal const string Tsv = "Tsv";
    internal const string Idx = "Idx";
    internal const string Cifar10 = "Cifar10";

    public static string Family => "data format";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Csv, "Comma-separated values (or another delimiter), plain or .gz"),
        new(Tsv, "Tab-separated values, plain or .gz"),
        new(Idx, "IDX images and labels as MNIST has them, plain or .gz; a folder or the image file"),
        new(Cifar10, "CIFAR-10 binary batches; a folder or batch files"),
    ];

    internal static string NameList => string.Join(", ", Entries.Select(entry => entry.Name));
}
