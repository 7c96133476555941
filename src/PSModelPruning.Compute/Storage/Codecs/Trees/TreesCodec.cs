using System.Text.Json.Serialization.Metadata;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>
/// Stores a model that is made of trees: a document as JSON, the nodes as safetensors (see <see cref="TreeTensors"/>), and what numbers the
/// family has beside them.
/// </summary>
/// <typeparam name="TModel">The class of models.</typeparam>
/// <typeparam name="TDocument">The document.</typeparam>
/// <param name="partName">The name of the document's part.</param>
/// <param name="type">The contract that was generated for the document.</param>
internal abstract class TreesCodec<TModel, TDocument>(string partName, JsonTypeInfo<TDocument> type) : ModelCodec<TModel>
    where TModel : Model, ISumOfTrees
    where TDocument : PartDocument
{
    /// <inheritdoc/>
    internal sealed override IReadOnlyList<string> PartNames { get; } = [partName, Storage.PartNames.Weights, TreeTensors.PartName];

    /// <inheritdoc/>
    private protected sealed override void Write(TModel model, ArchiveWriter archive, CancellationToken cancellation)
    {
        archive.AddJson(partName, Describe(model), type);
        var writer = new TreeWriter(model.Trees);
        AddNumbers(model, writer);
        writer.WriteTo(archive, cancellation);
    }

    /// <inheritdoc/>
    private protected sealed override TModel Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    ) => Read(description, parts.Json(partName, type), parts, cancellation);

    /// <summary>The document of a model.</summary>
    private protected abstract TDocument Describe(TModel model);

    /// <summary>Adds the numbers that the family has beside the trees.</summary>
    private protected virtual void AddNumbers(TModel model, TreeWriter writer) { }

    /// <summary>Makes the model.</summary>
    /// <exception cref="ContentException">The document makes no sense.</exception>
    private protected abstract TModel Read(
        ModelDescription description,
        TDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    );
}
