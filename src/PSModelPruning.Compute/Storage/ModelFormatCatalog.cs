using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Storage.Onnx;

namespace PSModelPruning.Compute.Storage;

/// <summary>Lists every file format of models. To add one, add its class under <c>Formats/</c> and a line here.</summary>
internal sealed class ModelFormatCatalog : ICatalog
{
    /// <summary>All formats; the first is the default.</summary>
    internal static IReadOnlyList<IModelFormat> All { get; } =
    [new PSModelFormat(), new TreeTextFormat(), new TreeDotFormat(), new OnnxFormat()];

    /// <summary>The formats that models are written in.</summary>
    private static IEnumerable<IModelFormat> Writable => All.Where(format => format.IsWritable);

    /// <inheritdoc/>
    public static string Family => "model format";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. Writable.Select(format => new CatalogEntry(format.Name, format.Description))];

    /// <summary>The format of a name, without regard to case.</summary>
    internal static IModelFormat Get(string name) => All.First(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The format that a file name's extension stands for; the default where it has none.</summary>
    /// <exception cref="ComputeException"><c>ModelFormatUnknown</c>: the extension stands for no format.</exception>
    internal static IModelFormat ForFile(string path)
    {
        string extension = Path.GetExtension(path);
        return extension.Length == 0
            ? All[0]
            : Writable.FirstOrDefault(format => format.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase))
                ?? throw StorageErrors.ExtensionUnknown(path, extension, Names(Writable));
    }

    /// <summary>The names of formats with their extensions, for messages.</summary>
    internal static IEnumerable<string> Names(IEnumerable<IModelFormat> formats) =>
        formats.Select(format => $"{format.Name} ({format.Extension})");

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
