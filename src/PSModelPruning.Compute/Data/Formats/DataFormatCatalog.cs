using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Lists every format that data is read from. To add one, add its class in this folder and a line here.</summary>
internal sealed class DataFormatCatalog : ICatalog
{
    /// <summary>All formats. Content that none recognizes is read as the first.</summary>
    internal static IReadOnlyList<IDataFormat> All { get; } =
    [new CsvFormat(), new TsvFormat(), new JsonLinesFormat(), new ArffFormat(), new IdxFormat(), new Cifar10Format()];

    /// <inheritdoc/>
    public static string Family => "data format";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(format => new CatalogEntry(format.Name, format.Description))];

    /// <summary>The names, for messages.</summary>
    internal static string NameList => string.Join(", ", Entries.Select(entry => entry.Name));

    /// <summary>The format of a name, without regard to case.</summary>
    internal static IDataFormat Get(string name) => All.First(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
