using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores forests; beside the trees their weights.</summary>
internal sealed class ForestCodec() : TreesCodec<ForestModel, ForestDocument>(ForestDocument.PartName, ForestJson.Default.ForestDocument)
{
    private const string TreeWeights = "treeWeights";

    /// <inheritdoc/>
    internal override string Family => "Forest";

    private protected override ForestDocument Describe(ForestModel model) =>
        new()
        {
            Trees = model.TreeCount,
            OutOfBagScore = model.OutOfBagScore,
            Options = ForestOptionsDocument.Of(model.Options),
        };

    private protected override void AddNumbers(ForestModel model, TreeWriter writer) => writer.AddRest(TreeWeights, [.. model.Weights]);

    private protected override ForestModel Read(
        ModelDescription description,
        ForestDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        if (document.Trees < 1 || document.Options is null)
            throw new FormatException("its forest has empty members.");
        ForestOptions options = document.Options.Read(description);
        var reader = new TreeReader(parts, description.Preprocessing.Width, Outputs(description), [], [TreeWeights]);
        DecisionTree[] trees = reader.Trees(document.Trees, cancellation);
        return new ForestModel(description, trees, reader.Rest(TreeWeights, trees.Length), options)
        {
            OutOfBagScore = document.OutOfBagScore,
        };
    }
}
