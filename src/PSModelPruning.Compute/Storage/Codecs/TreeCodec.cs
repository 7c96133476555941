using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores decision trees.</summary>
internal sealed class TreeCodec() : TreesCodec<TreeModel, TreeDocument>(TreeDocument.PartName, TreeJson.Default.TreeDocument)
{
    /// <inheritdoc/>
    internal override string Family => "Tree";

    private protected override TreeDocument Describe(TreeModel model) => new() { Options = TreeOptionsDocument.Of(model.Options) };

    private protected override TreeModel Read(
        ModelDescription description,
        TreeDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        TreeOptions options = TreeOptionsDocument.Read(document.Options, description);
        var reader = new TreeReader(
            parts,
            description.Preprocessing.Width,
            Outputs(description),
            LeafRange.OfTree(description.Task),
            [],
            []
        );
        return new TreeModel(description, reader.Trees(1, cancellation)[0], options);
    }
}
