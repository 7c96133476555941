using System.Runtime.InteropServices;
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
    private readonly ModelParts _models;
    private readonly HashSet<string> _knownParts;

    /// <summary>Makes the format for all families.</summary>
    internal PSModelFormat()
        : this(ModelCodecCatalog.All) { }

    /// <param name="codecs">How each family that it can hold is stored.</param>
    internal PSModelFormat(IReadOnlyList<ModelCodec> codecs)
    {
        _models = new ModelParts(codecs);
        _knownParts =
        [
            ModelDocument.PartName,
            PreprocessingDocument.PartName,
            FeatureGridsDocument.PartName,
            HistoryDocument.PartName,
            .. codecs.SelectMany(codec => codec.PartNames),
        ];
    }

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
        _models.Write(model, archive, monitor.Cancellation);
        archive.Complete();
    }

    /// <inheritdoc/>
    public Model Read(Stream source, string file, ModelReadOptions options, IWorkMonitor monitor)
    {
        if (options.Classes is not null)
            throw StorageErrors.ClassesNamed(file);
        ArchiveParts parts = ArchiveReader.Read(source, file, _knownParts, monitor.Cancellation);
        try
        {
            Model model = Read(parts, monitor.Cancellation);
            if (parts.Version.IsNewer)
                monitor.Warning(StorageErrors.NewerMinorVersion(file, parts.Version));
            return model;
        }
        catch (ComputeException e) when (parts.Version.IsNewer && e.ErrorId == StorageErrors.CorruptId)
        {
            throw StorageErrors.NewerContent(file, parts.Version, e);
        }
    }

    private Model Read(ArchiveParts parts, CancellationToken cancellation)
    {
        try
        {
            return _models.Read(parts, cancellation);
        }
        catch (Exception e) when (IsAboutContent(e))
        {
            throw StorageErrors.Corrupt(parts.File, Reason(e), e);
        }
    }

    /// <summary>What is wrong, in words of ours. Other exceptions say where our code noticed it, which tells nobody anything.</summary>
    private static ComputeMessage Reason(Exception e) =>
        e switch
        {
            ComputeException known => known.Content,
            ContentException => $"{e.Message}",
            ExternalException => $"no operator can compute with what its graph says.",
            _ => $"its parts contradict each other.",
        };

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
