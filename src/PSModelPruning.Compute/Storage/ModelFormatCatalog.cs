using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage;

/// <summary>Lists every file format of models. To add one, add its class under <c>Formats/</c> and a line here.</summary>
internal sealed class ModelFormatCatalog : ICatalog
{
    /// <summary>All formats; the first is the default.</summary>
    internal static IReadOnlyList<IModelFormat> All { get; } = [new PSModelFormat(), new TreeTextFormat(), new TreeDotFormat()];

    /// <inheritdoc/>
    public static string Family => "model format";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(format => new CatalogEntry(format.Name, format.Description))];

    /// <summary>The format of a name, without regard to case.</summary>
    internal static IModelFormat Get(string name) => All.First(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format that a file name's extension stands for; the default where it stands for none.</summary>
    internal static IModelFormat ForFile(string path) =>
        All.FirstOrDefault(format => format.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase)) ?? All[0];

    /// <summary>The format of a file that begins with these bytes, or null.</summary>
    internal static IModelFormat? Recognize(ReadOnlySpan<byte> beginning)
    {
        foreach (IModelFormat format in All)
        {
            if (format.Recognizes(beginning))
                return format;
        }
        return null;
    }
}
