using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>
/// The module's own format, <c>.psmodel</c>: a zip archive of JSON and safetensors parts with a manifest of their checksums; see
/// docs/model-file.md. It holds data only: nothing in it is run and nothing in it names a type.
/// </summary>
internal sealed class PSModelFormat : IModelFormat
{
    private static readonly HashSet<string> KnownParts =
    [
        ModelDocument.PartName,
        PartNames.Preprocessing,
        FeatureGridsDocument.PartName,
        HistoryDocument.PartName,
        .. ModelCodecCatalog.All.SelectMany(codec => codec.PartNames),
    ];

    /// <inheritdoc/>
    public string Name => "PSModel";

    /// <inheritdoc/>
    public string Description =>
        "The module's own file: model, preprocessing, history and checksums in one zip archive, sparse tensors packed";

    /// <inheritdoc/>
    public string Extension => ".psmodel";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> beginning) => beginning.StartsWith("PK\x03\x04"u8);

    /// <inheritdoc/>
    public void Write(Model model, Stream target, IWorkMonitor monitor)
    {
        using var archive = new ArchiveWriter(target);
        ModelParts.Write(model, archive, monitor.Cancellation);
        archive.Complete();
    }

    /// <inheritdoc/>
    public Model Read(Stream source, string file, IWorkMonitor monitor)
    {
        ArchiveParts parts = ArchiveReader.Read(source, file, KnownParts, monitor.Cancellation);
        try
        {
            return ModelParts.Read(parts, monitor.Cancellation);
        }
        catch (Exception e) when (IsAboutContent(e))
        {
            throw StorageErrors.Corrupt(file, FirstLine(e.Message), e);
        }
    }

    /// <summary>Messages of libtorch go on with a stack trace.</summary>
    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();

    /// <summary>
    /// Checksums prove that a file is what somebody wrote, not that it makes sense: whatever goes wrong while a model is built from one is
    /// an error of the file.
    /// </summary>
    private static bool IsAboutContent(Exception e) =>
        e is not OperationCanceledException and not OutOfMemoryException
        && (
            e is not ComputeException known
            || !known.ErrorId.StartsWith("ModelFile", StringComparison.Ordinal)
                && known.Kind != ErrorKind.NotInstalled
                && known.Kind != ErrorKind.ResourceUnavailable
        );
}
