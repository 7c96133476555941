using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>Writes and reads the parts of one model: of the file itself, or of a member of an ensemble in it.</summary>
internal static class ModelParts
{
    /// <summary>Adds what all families have in common, and the family's own parts.</summary>
    /// <exception cref="ComputeException"><c>ModelFormatUnsupported</c>: there is no codec for the family.</exception>
    internal static void Write(Model model, ArchiveWriter archive, CancellationToken cancellation)
    {
        ModelCodec codec = ModelCodecCatalog.All.FirstOrDefault(c => c.Handles(model))
            ?? throw StorageErrors.FamilyUnsupported(model.Kind, "PSModel");
        archive.AddJson(ModelDocument.PartName, ModelDocument.Of(model, codec.Family), StorageJson.Default.ModelDocument);
        (Preprocessing preprocessing, FeatureGridsDocument? grids) = FeatureGrids.Collapse(model.Preprocessing);
        archive.AddJson(PartNames.Preprocessing, preprocessing, StorageJson.Default.Preprocessing);
        if (grids is not null)
        {
            archive.Require(version: 2);
            archive.AddJson(FeatureGridsDocument.PartName, grids, StorageJson.Default.FeatureGridsDocument);
        }
        archive.AddJson(HistoryDocument.PartName, new HistoryDocument(model.History), StorageJson.Default.HistoryDocument);
        codec.Write(model, archive, cancellation);
    }

    /// <summary>Makes the model.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>.</exception>
    internal static Model Read(ArchiveParts parts, CancellationToken cancellation)
    {
        ModelDocument document = parts.Json(ModelDocument.PartName, StorageJson.Default.ModelDocument);
        ModelCodec codec = ModelCodecCatalog.All.FirstOrDefault(c => c.Family == document.Family)
            ?? throw StorageErrors.Corrupt(
                parts.File,
                $"it holds a model of the unknown family '{StorageErrors.Printable(document.Family ?? "")}'."
            );
        return codec.Read(DescriptionReader.Read(document, parts), document, parts, cancellation);
    }
}
