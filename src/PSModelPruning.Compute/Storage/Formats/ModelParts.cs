using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>Writes and reads the parts of one model: of the file itself, or of a member of an ensemble in it.</summary>
/// <param name="codecs">How each family is stored.</param>
internal sealed class ModelParts(IReadOnlyList<ModelCodec> codecs)
{
    /// <summary>Adds what all families have in common, and the family's own parts.</summary>
    /// <exception cref="ComputeException"><c>ModelFormatUnsupported</c>: there is no codec for the family.</exception>
    internal void Write(Model model, ArchiveWriter archive, CancellationToken cancellation)
    {
        ModelCodec codec = codecs.FirstOrDefault(c => c.Handles(model)) ?? throw StorageErrors.FamilyUnsupported(model.Kind, "PSModel");
        archive.AddJson(ModelDocument.PartName, ModelDocument.Of(model, codec.Family), StorageJson.Default.ModelDocument);
        (PreprocessingDocument preprocessing, FeatureGridsDocument? grids) = FeatureGrids.Collapse(
            PreprocessingDocument.Of(model.Preprocessing)
        );
        archive.AddJson(PreprocessingDocument.PartName, preprocessing, StorageJson.Default.PreprocessingDocument);
        if (preprocessing.HasAdditions)
            archive.RequireMinor(1);
        if (grids is not null)
        {
            archive.Require(FormatVersion.Second);
            archive.AddJson(FeatureGridsDocument.PartName, grids, StorageJson.Default.FeatureGridsDocument);
        }
        archive.AddJson(HistoryDocument.PartName, HistoryDocument.Of(model.History), StorageJson.Default.HistoryDocument);
        codec.Write(model, archive, this, cancellation);
    }

    /// <summary>Makes the model.</summary>
    /// <exception cref="ComputeException"><c>ModelFileCorrupt</c>.</exception>
    internal Model Read(ArchiveParts parts, CancellationToken cancellation)
    {
        ModelDocument document = parts.Json(ModelDocument.PartName, StorageJson.Default.ModelDocument);
        ModelCodec codec = codecs.FirstOrDefault(c => c.Family == document.Family)
            ?? throw StorageErrors.Corrupt(
                parts.File,
                $"it holds a model of the unknown family '{StorageErrors.Printable(document.Family ?? "")}'."
            );
        Model model = codec.Read(DescriptionReader.Read(document, parts), document, parts, this, cancellation);
        model.Pruning = document.Pruning?.ToReport();
        return model;
    }
}
